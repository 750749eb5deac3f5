package dev.herald.server.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one handler in the pipeline of an open stream: turns what Netty reports into what the stream understands.
 *
 * <p>It extends {@link IdleStateHandler} and writes through its own context, beneath itself: the stock handler gives
 * every write it sees a promise and a listener, one allocation an event and stream. Instead each write resets the idle
 * time here. Confined to the channel's event loop.
 */
public final class StreamHandler extends IdleStateHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);

    private final EventStream stream;
    private ChannelHandlerContext context; // event loop only, set once

    @SuppressWarnings("NullAway") // Netty calls handlerAdded before anything else
    StreamHandler(EventStream stream, long heartbeatMillis) {
        super(0, heartbeatMillis, 0, TimeUnit.MILLISECONDS);
        this.stream = stream;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        this.context = context;
        super.handlerAdded(context);
    }

    /** Queues bytes, whose reference it takes; a failure comes back as an exception of the pipeline. */
    void write(ByteBuf bytes) {
        context.write(bytes, context.voidPromise());
    }

    /**
     * Sends a chunk that is shared with others. Where nothing else waits it goes straight to the socket, without a view, a
     * reference and an outbound buffer's entry for each of thousands; what the socket does not take goes the usual way.
     *
     * @param shared borrowed; its indexes stay
     */
    void send(ByteBuf shared) {
        // Past the pipeline only where there is nothing in it, such as encryption, that the bytes have to go through.
        int sent = context.pipeline().first() == this ? DirectSend.tryNow(context.channel(), shared) : 0;
        if (sent < shared.readableBytes()) {
            write(shared.retainedSlice(shared.readerIndex() + sent, shared.readableBytes() - sent));
            context.flush();
        }
        resetWriteTimeout();
    }

    void flush() {
        context.flush();
        resetWriteTimeout();
    }

    /** Writes the last bytes of all, and sends them. */
    ChannelFuture writeLast(ByteBuf bytes) {
        return context.writeAndFlush(bytes);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        stream.heartbeat();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            stream.readOn();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        stream.close(CloseReason.UNEXPECTED_BYTES);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stream.close(CloseReason.CLIENT_GONE);
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) { // reset by peer, broken pipe, timed out
            stream.close(CloseReason.CLIENT_GONE);
        } else {
            LOG.error("msg=\"stream failed\" channel={}", context.channel().id().asShortText(), cause);
            stream.close(CloseReason.INTERNAL_ERROR);
        }
    }
}
