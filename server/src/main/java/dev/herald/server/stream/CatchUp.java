package dev.herald.server.stream;

import dev.herald.protocol.Position;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a stream that is behind does: it reads the log page by page as its socket takes them, until it has read as far as
 * it was ever owed. It ends a stream that lags for longer than its bound. Confined to the channel's event loop.
 */
final class CatchUp {
    private static final long RETRY_READ_MILLIS = 1_000;

    private final EventStream stream;
    private final Streams streams;
    private Position owedUpTo;
    private boolean reading;
    private boolean over;
    private Future<?> patience;

    CatchUp(EventStream stream, Streams streams, Position owedUpTo) {
        this.stream = stream;
        this.streams = streams;
        this.owedUpTo = owedUpTo;
        this.patience = patience();
    }

    /**
     * The stream was not handed what stands here. Whether it has it already cannot be told before its next page: the
     * position that it came with may prove to be none. Nor does it take back what is owed up to a later position, for a
     * batch that was under way when the stream joined may hold only a part of it.
     */
    void owe(Position upTo) {
        if (upTo.isAfter(owedUpTo)) {
            owedUpTo = upTo;
        }
    }

    /** The socket takes bytes, or there is more to read. */
    void readOn() {
        assert stream.channel().eventLoop().inEventLoop();
        if (!over && !reading && stream.channel().isWritable()) {
            reading = true;
            Position owedNow = owedUpTo;
            stream.nextPage()
                    .whenComplete((page, failure) -> Streams.onLoop(
                            stream.channel(), () -> read(page, failure, owedNow), () -> Replay.release(page)));
        }
    }

    /** The stream is behind no more, or has ended. */
    void stop() {
        over = true;
        patience.cancel(false);
    }

    private void read(@Nullable Replay page, @Nullable Throwable failure, Position owedWhenAsked) {
        assert stream.channel().eventLoop().inEventLoop();
        if (over) {
            Replay.release(page);
            return;
        }
        if (page == null) {
            streams.readFailed(stream, failure);
            long pause = RETRY_READ_MILLIS + ThreadLocalRandom.current().nextLong(RETRY_READ_MILLIS);
            stream.channel().eventLoop().schedule(this::readAgain, pause, TimeUnit.MILLISECONDS);
            return;
        }
        stream.take(page);
        reading = false;
        if (over) { // the write has failed, and said so at once
            return;
        }
        if (!stream.isBehind(owedUpTo)) {
            stream.caughtUp();
        } else {
            if (!stream.isBehind(owedWhenAsked)) { // kept up with what there was, though more has come since
                patience.cancel(false);
                patience = patience();
            }
            readOn();
        }
    }

    private void readAgain() {
        reading = false;
        readOn();
    }

    private Future<?> patience() {
        Duration behindMax = streams.config().behindMax();
        long millis = Math.max(0, behindMax.toMillis());
        return stream.channel()
                .eventLoop()
                .schedule(() -> stream.close(CloseReason.TOO_SLOW), millis, TimeUnit.MILLISECONDS);
    }
}
