package dev.herald.server.stream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When each stream of one event loop has to end, be it for its token or for its lifetime. Streams that end within the
 * same quarter of a second share a timer: one for each would cost every stream 90 bytes for hours. A stream ends at its
 * time or up to a quarter of a second later. Confined to its event loop.
 */
final class Endings {
    static final Duration STEP = Duration.ofMillis(250);

    private final EventLoop loop;
    private final TreeMap<Long, Set<EventStream>> byStep = new TreeMap<>(); // steps of the loop's clock
    private @Nullable Future<?> timer; // for the first of them

    Endings(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Ends the stream after this time.
     *
     * @return the step that it will end in, for {@link #remove}
     */
    long add(EventStream stream, Duration left) {
        assert loop.inEventLoop();
        long due = loop.ticker().nanoTime() + Math.max(0, left.toNanos());
        long step = -Math.floorDiv(-due, STEP.toNanos()); // rounded up: never before its time
        byStep.computeIfAbsent(step, s -> Collections.newSetFromMap(new IdentityHashMap<>(1)))
                .add(stream);
        if (byStep.firstKey() == step) {
            arm();
        }
        return step;
    }

    /** The stream has ended; without effect if it was not to end in this step. */
    void remove(EventStream stream, long step) {
        assert loop.inEventLoop();
        Set<EventStream> streams = byStep.get(step);
        if (streams != null && streams.remove(stream) && streams.isEmpty()) {
            byStep.remove(step); // its timer, if it has one, finds nothing and is set anew
        }
    }

    boolean isEmpty() {
        return byStep.isEmpty();
    }

    private void arm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (!byStep.isEmpty()) {
            long delay = byStep.firstKey() * STEP.toNanos() - loop.ticker().nanoTime();
            timer = loop.schedule(this::endWhatIsDue, Math.max(0, delay), TimeUnit.NANOSECONDS);
        }
    }

    private void endWhatIsDue() {
        long now = Math.floorDiv(loop.ticker().nanoTime(), STEP.toNanos());
        Map<Long, Set<EventStream>> due = byStep.headMap(now, true);
        List<EventStream> ending = new ArrayList<>();
        due.values().forEach(ending::addAll);
        due.clear();
        arm(); // first, whatever happens to one of them
        ending.forEach(Endings::end);
    }

    private static void end(EventStream stream) {
        try {
            stream.timeIsUp();
        } catch (RuntimeException | Error e) {
            stream.failed(e);
        }
    }
}
