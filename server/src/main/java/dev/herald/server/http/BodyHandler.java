package dev.herald.server.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Gathers a request's body, within its bound; what is longer is answered 413 and the connection closed. */
final class BodyHandler extends HttpObjectAggregator {
    private final int bodyBytesMax;

    BodyHandler(int bodyBytesMax) {
        super(bodyBytesMax);
        this.bodyBytesMax = bodyBytesMax;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        Answer answer = ErrorFormat.PROBLEM.answer(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "the body may have at most " + bodyBytesMax + " bytes");
        // The rest of the body is still to come and nobody will read it.
        context.writeAndFlush(Exchange.response(answer).setProtocolVersion(oversized.protocolVersion()))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
