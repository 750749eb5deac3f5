package dev.herald.server.naive;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /stream/USER} is a stream, {@code POST /publish/USER} an event for that user's streams, {@code POST
 * /publish/all} one for every stream. No authentication, no history, no bound; Linux only. The comparison of
 * {@code loadtest/compare} runs it. The one argument is the port. Confined to the main thread.
 */
public final class NaiveServer {
    private static final int HEARTBEAT_SECONDS = 30;
    private static final int BODY_BYTES_MAX = 65_536;
    private static final int BACKLOG = 4_096;

    private NaiveServer() {}

    public static void main(String[] args) {
        Audience audience = new Audience();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());
        try {
            new ServerBootstrap()
                    .group(loops)
                    .channel(EpollServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline()
                                    .addLast(new HttpServerCodec())
                                    .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
                                    .addLast(new IdleStateHandler(0, HEARTBEAT_SECONDS, 0, TimeUnit.SECONDS))
                                    .addLast(new NaiveHandler(audience));
                        }
                    })
                    .bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])))
                    .syncUninterruptibly()
                    .channel()
                    .closeFuture()
                    .syncUninterruptibly();
        } finally {
            loops.shutdownGracefully();
        }
    }
}
