package dev.herald.loadtest.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/** Reads the answers on one publishing connection, behind the response decoder. Confined to the channel's event loop. */
final class PublishHandler extends SimpleChannelInboundHandler<HttpObject> {
    /** How a connection ended. */
    enum Ending {
        /** The server had said that it would close. */
        ANNOUNCED,
        ABRUPT
    }

    private final PublishLane lane;
    private final Runnable onClosed;
    private int status;
    private boolean closing;

    PublishHandler(PublishLane lane, Runnable onClosed) {
        this.lane = lane;
        this.onClosed = onClosed;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        lane.onConnected(ctx.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            ctx.close();
            return;
        }
        if (message instanceof HttpResponse response) {
            status = response.status().code();
            if (!HttpUtil.isKeepAlive(response)) {
                closing = true;
                lane.onClosing();
            }
        }
        if (message instanceof LastHttpContent) {
            lane.onAnswer(status);
            if (closing) {
                ctx.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lane.onClosed(closing ? Ending.ANNOUNCED : Ending.ABRUPT);
        onClosed.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
