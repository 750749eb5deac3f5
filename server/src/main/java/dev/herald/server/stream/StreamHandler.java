package dev.herald.server.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one handler in the pipeline of an open stream: turns what Netty reports into what the stream understands, and what
 * the stream says into writes. It knows how long nothing has been written, and when the stream has to end.
 *
 * <p>Idleness is reported as {@code IdleStateHandler} does. But that has a timer for itself, and even without one 96 bytes
 * of state: this one is woken by the {@link Wakeups} that all streams of its loop share. Confined to the channel's event
 * loop.
 */
public final class StreamHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(5);

    // set once
    private final EventStream stream;
    private ChannelHandlerContext context;

    // event loop only
    private boolean unflushed;
    private long quietSince; // by the loop's clock, as is the next
    private long endsAt;

    // Wakeups only: its place there, which as an object would cost 24 bytes
    @Nullable
    StreamHandler before;

    @Nullable
    StreamHandler after;

    int slot = Wakeups.NO_SLOT;

    @SuppressWarnings("NullAway") // Netty calls handlerAdded before anything else
    StreamHandler(EventStream stream) {
        this.stream = stream;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    /** From now on silence is noticed; and this much later, that the stream's time is up. */
    void keepTime(Duration left) {
        quietSince = wakeups().now();
        endsAt = quietSince + Math.max(0, left.toNanos());
        wakeups().add(this, dueAt());
    }

    void forgetTime() {
        wakeups().remove(this);
    }

    /** Called when something may be due. */
    void wake(long now) {
        if (now >= endsAt) {
            stream.timeIsUp();
            return;
        }
        boolean idle = now - quietSince >= wakeups().heartbeatNanos();
        if (idle) {
            quietSince = now; // also if the socket takes nothing
        }
        wakeups().add(this, dueAt()); // first, whatever becomes of the heartbeat
        if (idle) {
            context.pipeline().fireUserEventTriggered(IdleStateEvent.WRITER_IDLE_STATE_EVENT);
        }
    }

    /** When there is something to do, if nothing is written until then. */
    private long dueAt() {
        return Math.min(endsAt, quietSince + wakeups().heartbeatNanos());
    }

    private Wakeups wakeups() {
        return stream.here().wakeups();
    }

    /** Queues bytes, whose reference it takes; a failure comes back as an exception of the pipeline. */
    void write(ByteBuf bytes) {
        context.write(bytes, context.voidPromise());
        unflushed = true;
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
            flush();
        } else {
            quietSince = wakeups().now();
        }
    }

    /** Whether something was written since the last flush. */
    boolean awaitsFlush() {
        return unflushed;
    }

    void flush() {
        unflushed = false;
        context.flush();
        quietSince = wakeups().now();
    }

    /** Sends the last bytes of all and closes the channel behind them, or soon if it does not take them. */
    void sayFarewell(ByteBuf bytes) {
        Channel channel = context.channel();
        ChannelFuture said = context.writeAndFlush(bytes);
        said.addListener(ChannelFutureListener.CLOSE);
        if (!said.isDone()) { // a client that does not read would keep the socket for ever
            Future<?> patience =
                    channel.eventLoop().schedule(() -> channel.close(), FAREWELL_MAX.toMillis(), TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> patience.cancel(false));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == IdleStateEvent.WRITER_IDLE_STATE_EVENT) {
            stream.heartbeat();
        } else {
            context.fireUserEventTriggered(event);
        }
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
    public void channelInactive(ChannelHandlerContext context) {
        stream.close(CloseReason.CLIENT_GONE);
        context.fireChannelInactive();
    }

    void failed(Throwable cause) {
        context.pipeline().fireExceptionCaught(cause);
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
