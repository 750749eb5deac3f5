package dev.herald.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a request's body, within its bound. What is longer goes on without its body, as a request that cannot be read:
 * it is refused when its turn comes, for an answer out of turn would be taken for that of the request before it. Confined
 * to the channel's event loop.
 */
final class BodyHandler extends HttpObjectAggregator {
    private final int bodyBytesMax;
    private final TurnHandler turn;

    BodyHandler(int bodyBytesMax, TurnHandler turn) {
        super(bodyBytesMax);
        this.bodyBytesMax = bodyBytesMax;
        this.turn = turn;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        HttpRequest request = (HttpRequest) oversized;
        FullHttpRequest bare = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        bare.setDecoderResult(DecoderResult.failure(
                new TooLongHttpContentException("the body may have at most " + bodyBytesMax + " bytes")));
        context.fireChannelRead(bare);
    }

    /** Without its 100 (Continue) a client sends the body a little later, or learns first that it is too long. */
    @Override
    protected @Nullable Object newContinueResponse(HttpMessage start, int bytesMax, ChannelPipeline pipeline) {
        boolean welcome = start.decoderResult().isSuccess()
                && HttpUtil.is100ContinueExpected(start)
                && HttpUtil.getContentLength(start, 0L) <= bytesMax
                && !turn.isServing();
        return welcome
                ? new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER)
                : null;
    }
}
