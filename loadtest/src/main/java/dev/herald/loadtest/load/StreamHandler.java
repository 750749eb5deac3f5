package dev.herald.loadtest.load;

import dev.herald.loadtest.wire.ChunkScanner;
import dev.herald.loadtest.wire.EventName;
import dev.herald.loadtest.wire.ResponseHead;
import dev.herald.loadtest.wire.StampScanner;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a subscriber, alone in its pipeline: sends the request, reads the head, then scans events in place.
 * Confined to the channel's event loop.
 */
final class StreamHandler extends ChannelInboundHandlerAdapter implements StampScanner.Sink, ChunkScanner.Body {
    private static final int OK = 200;

    private final Subscriber subscriber;
    private final SubscriberLoop loop;
    private final StampScanner scanner = new StampScanner();
    private final long connectNanos;
    private @Nullable Channel channel;
    private @Nullable ResponseHead head = new ResponseHead();
    private @Nullable ChunkScanner chunks;
    private boolean abandoned;
    private long readNanos;

    StreamHandler(Subscriber subscriber, SubscriberLoop loop) {
        this.subscriber = subscriber;
        this.loop = loop;
        this.connectNanos = loop.run.now();
    }

    /** Closes the connection without a word to the subscriber, which goes on from the id it has here. */
    void abandon() {
        abandoned = true;
        if (channel != null) {
            channel.close();
        }
    }

    void setReading(boolean reading) {
        if (channel != null) {
            channel.config().setAutoRead(reading);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        if (abandoned) {
            ctx.close();
            return;
        }
        ByteBuf request = ctx.alloc().directBuffer(1_024);
        subscriber.writeRequest(loop.requests, loop.identities.subscriber(subscriber.number), request);
        ctx.writeAndFlush(request, ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (abandoned) {
                return;
            }
            int length = in.readableBytes();
            byte[] bytes = loop.readBuffer.bytes(in);
            loop.stats.counts.add(Count.BYTES_READ, length);
            readNanos = loop.run.now();
            read(ctx, bytes, length);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!abandoned) {
            loop.onClosed(subscriber);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void onBytes(byte[] bytes, int from, int to) {
        scanner.feed(bytes, from, to, this);
    }

    @Override
    public void onStamped(int run, int target, int sequence, long intendedNanos) {
        Counts counts = loop.stats.counts;
        if (run != loop.run.id()) {
            counts.add(Count.FOREIGN);
            return;
        }
        subscriber.accept(target, sequence, counts);
        if (!subscriber.stalls && loop.run.isMeasured(intendedNanos)) {
            loop.stats.delivery.record(readNanos - intendedNanos);
        }
    }

    @Override
    public void onOther(EventName name) {
        switch (name) {
            case HEARTBEAT -> loop.stats.counts.add(Count.HEARTBEAT);
            case RESET -> {
                loop.stats.counts.add(Count.RESET);
                subscriber.reset();
            }
            case OTHER -> loop.stats.counts.add(Count.FOREIGN);
        }
    }

    @Override
    public void onRetry(long millis) {
        subscriber.retryMillis = millis;
    }

    private void read(ChannelHandlerContext ctx, byte[] bytes, int length) {
        int from = 0;
        if (head != null) {
            from = head.feed(bytes, 0, length);
            if (from < 0) {
                return;
            }
            if (head.status() != OK) {
                abandoned = true;
                ctx.close();
                loop.onRefused(subscriber, head.status());
                return;
            }
            chunks = head.isChunked() ? new ChunkScanner() : null;
            head = null;
            loop.onOpened(subscriber, readNanos - connectNanos);
        }
        if (chunks == null) {
            onBytes(bytes, from, length);
        } else if (Objects.requireNonNull(chunks).feed(bytes, from, length, this) != ChunkScanner.Outcome.MORE) {
            ctx.close();
        }
        // Kept now, not when the connection ends: a herd asks for it at any time.
        if (!scanner.lastEventId().isEmpty()) {
            subscriber.lastEventId.set(scanner.lastEventId());
        }
    }
}
