package dev.herald.server.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the pipeline: the route's endpoint serves. A bug closes this connection only. Thread-safe: shared. */
@Sharable
final class EndpointHandler extends SimpleChannelInboundHandler<Exchange> {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointHandler.class);

    @Override
    protected void channelRead0(ChannelHandlerContext context, Exchange exchange) {
        exchange.route().endpoint().serve(exchange.call(), exchange);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // An IOException is the client's network, a CodecException what it sent or where it stopped: both at its
        // pleasure.
        if (!(cause instanceof IOException || cause instanceof CodecException)) {
            LOG.error(
                    "msg=\"connection failed\" channel={}",
                    context.channel().id().asShortText(),
                    cause);
        }
        context.close();
    }
}
