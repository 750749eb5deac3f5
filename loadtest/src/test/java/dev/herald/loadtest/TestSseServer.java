package dev.herald.loadtest;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A small SSE server that keeps every event and resumes by id: {@code GET /NAME} streams what is posted to {@code
 * /NAME}. Each stream's events go through a {@link Fault} of the test's choice. One event loop, so one order.
 */
final class TestSseServer implements AutoCloseable {
    /** What goes wrong with one event, the {@value #FAULTY}th of each stream. */
    enum Fault {
        NONE,
        LOSE,
        DUPLICATE,
        /** It comes after the next one. */
        REORDER,
        /** It goes to a stream of another name as well. */
        MISROUTE,
        /** The connection is closed instead, and resuming brings it. */
        CLOSE,
        /** The same, but resuming does not bring it. */
        CLOSE_AND_FORGET,
        /** Not of one event: each is delivered, whatever its publisher is told. */
        REFUSE_AND_DELIVER
    }

    static final int FAULTY = 5;

    private record Event(long id, String name, String data) {}

    private static final class Stream {
        private final Channel channel;
        private final String name;
        private long sent;
        private ByteBuf heldBack = Unpooled.EMPTY_BUFFER;

        private Stream(Channel channel, String name) {
            this.channel = channel;
            this.name = name;
        }
    }

    final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> resumedFrom = new ConcurrentLinkedQueue<>();
    volatile HttpResponseStatus publishStatus = HttpResponseStatus.ACCEPTED;
    volatile HttpResponseStatus streamStatus = HttpResponseStatus.OK;
    volatile int answerDelayMillis;
    volatile int takesFirst; // so many streams are opened whatever their status
    volatile int answersPerConnection = Integer.MAX_VALUE;

    private final Fault fault;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;
    private final List<Event> log = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private int taken;

    TestSseServer(Fault fault) {
        this.fault = fault;
        this.listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536), new Handler());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    String url() {
        return "http://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
        private int answers;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            String name = request.uri().substring(1);
            String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
            if (authorization != null) {
                authorizations.add(authorization);
            }
            if (request.method().equals(HttpMethod.GET)) {
                open(ctx, name, request.headers().get("Last-Event-ID"));
            } else {
                answer(ctx, name, request.content().toString(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        private void answer(ChannelHandlerContext ctx, String name, String data) {
            if (answers == answersPerConnection) {
                return; // behind the last answer nothing is looked at
            }
            answers++;
            boolean last = answers == answersPerConnection;
            if (publishStatus.codeClass().contains(200) || fault == Fault.REFUSE_AND_DELIVER) {
                publish(name, data);
            }
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, publishStatus);
            HttpUtil.setContentLength(response, 0);
            HttpUtil.setKeepAlive(response, !last);
            Runnable send = () -> ctx.writeAndFlush(response).addListener(written -> {
                if (last) {
                    ctx.close();
                }
            });
            ctx.executor().schedule(send, answerDelayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void open(ChannelHandlerContext ctx, String name, String lastEventId) {
        if (!streamStatus.equals(HttpResponseStatus.OK) && taken >= takesFirst) {
            DefaultFullHttpResponse refusal = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, streamStatus);
            HttpUtil.setContentLength(refusal, 0);
            ctx.writeAndFlush(refusal);
            return;
        }
        taken++;
        Stream stream = new Stream(ctx.channel(), name);
        ctx.pipeline().remove(HttpObjectAggregator.class);
        ctx.pipeline().remove(HttpServerCodec.class);
        ctx.writeAndFlush(
                bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"));
        ctx.writeAndFlush(chunk("retry: 50\n: hello\n\n"));
        if (lastEventId != null) {
            resumedFrom.add(lastEventId);
            stream.sent = FAULTY; // one fault a stream is enough
            long after = Long.parseLong(lastEventId);
            log.stream()
                    .filter(event -> event.id() > after && event.name().equals(name))
                    .skip(fault == Fault.CLOSE_AND_FORGET ? 1 : 0)
                    .forEach(event -> ctx.writeAndFlush(frame(event)));
        }
        streams.add(stream);
        ctx.channel().closeFuture().addListener(closed -> streams.remove(stream));
    }

    private void publish(String name, String data) {
        Event event = new Event(log.size() + 1L, name, data);
        log.add(event);
        for (Stream stream : List.copyOf(streams)) {
            if (stream.name.equals(name)) {
                deliver(stream, event);
            }
        }
    }

    private void deliver(Stream stream, Event event) {
        stream.sent++;
        Fault now = stream.sent == FAULTY ? fault : Fault.NONE;
        switch (now) {
            case NONE, REFUSE_AND_DELIVER -> write(stream, frame(event));
            case LOSE -> {}
            case DUPLICATE -> {
                write(stream, frame(event));
                write(stream, frame(event));
            }
            case REORDER -> {
                stream.heldBack = frame(event);
                return;
            }
            case MISROUTE -> {
                write(stream, frame(event));
                streams.stream()
                        .filter(other -> !other.name.equals(stream.name))
                        .findFirst()
                        .ifPresent(other -> write(other, frame(event)));
            }
            case CLOSE, CLOSE_AND_FORGET -> stream.channel.close();
        }
        if (stream.heldBack.isReadable()) {
            write(stream, stream.heldBack);
            stream.heldBack = Unpooled.EMPTY_BUFFER;
        }
    }

    private static void write(Stream stream, ByteBuf frame) {
        stream.channel.writeAndFlush(frame);
    }

    private static ByteBuf frame(Event event) {
        return chunk("id: " + event.id() + "\ndata: {\"type\":\"load\",\"data\":\"" + event.data() + "\"}\n\n");
    }

    private static ByteBuf chunk(String text) {
        return bytes(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
