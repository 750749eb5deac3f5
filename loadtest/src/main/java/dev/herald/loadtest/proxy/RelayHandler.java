package dev.herald.loadtest.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One direction: reads from its own channel, writes to the other after the delay. Reading pauses while too much is on
 * its way, and while stalled. Confined to the proxy's event loop.
 */
final class RelayHandler extends ChannelInboundHandlerAdapter {
    private final Supplier<Duration> delay;
    private @Nullable Channel from;
    private @Nullable Channel to;
    private int held;
    private boolean stalled;
    private long lastNanos = System.nanoTime(); // when the latest bytes are due, so that none overtakes them

    RelayHandler(Supplier<Duration> delay) {
        this.delay = delay;
    }

    /** Both sides are connected: begins to relay. */
    void begin(Channel from, Channel to) {
        this.from = from;
        this.to = to;
        updateReading();
    }

    void setStalled(boolean stalled) {
        this.stalled = stalled;
        updateReading();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        int length = bytes.readableBytes();
        held += length;
        updateReading();
        after(ctx, () -> {
            if (to == null) {
                bytes.release();
                return;
            }
            to.writeAndFlush(bytes).addListener(written -> {
                held -= length;
                updateReading();
            });
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        after(ctx, () -> {
            if (to != null) {
                to.close();
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void after(ChannelHandlerContext ctx, Runnable action) {
        long now = System.nanoTime();
        long due = Math.max(now + delay.get().toNanos(), lastNanos);
        if (due <= now) {
            action.run();
            return;
        }
        lastNanos = due;
        ctx.executor().schedule(action, due - now, TimeUnit.NANOSECONDS);
    }

    private void updateReading() {
        if (from != null) {
            from.config().setAutoRead(!stalled && held < ProxiedConnection.HELD_BYTES_MAX);
        }
    }
}
