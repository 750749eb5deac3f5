package dev.herald.server.naive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;

/** One connection, of a reader or a publisher, behind the codec. Confined to the channel's event loop. */
final class NaiveHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String STREAM = "/stream/";
    private static final String PUBLISH = "/publish/";
    private static final String EVERYONE = "all";

    private final Audience audience;
    private boolean streaming;

    NaiveHandler(Audience audience) {
        this.audience = audience;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        String path = request.uri();
        if (request.method().equals(HttpMethod.GET) && path.startsWith(STREAM)) {
            open(ctx, path.substring(STREAM.length()));
        } else if (request.method().equals(HttpMethod.POST) && path.startsWith(PUBLISH)) {
            publish(ctx, path.substring(PUBLISH.length()), request.content());
            answer(ctx, HttpResponseStatus.ACCEPTED);
        } else {
            answer(ctx, HttpResponseStatus.NOT_FOUND);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (streaming && event instanceof IdleStateEvent) {
            ByteBuf heartbeat = ctx.alloc().buffer();
            ByteBufUtil.writeAscii(heartbeat, "event: heartbeat\ndata: {}\n\n");
            ctx.writeAndFlush(new DefaultHttpContent(heartbeat));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void open(ChannelHandlerContext ctx, String user) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        HttpUtil.setTransferEncodingChunked(head, true);
        ctx.writeAndFlush(head);
        streaming = true;
        audience.join(user, ctx.channel());
    }

    private void publish(ChannelHandlerContext ctx, String user, ByteBuf data) {
        ByteBuf event = ctx.alloc().buffer();
        ByteBufUtil.writeAscii(event, "data: ");
        event.writeBytes(data);
        ByteBufUtil.writeAscii(event, "\n\n");
        if (user.equals(EVERYONE)) {
            audience.tellAll(new DefaultHttpContent(event));
        } else {
            audience.tell(user, new DefaultHttpContent(event));
        }
    }

    private static void answer(ChannelHandlerContext ctx, HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        HttpUtil.setContentLength(response, 0);
        ctx.writeAndFlush(response);
    }
}
