package dev.herald.server.log;

import dev.herald.protocol.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Follows a log, remembers what it was told, and how the promises of {@link TailListener} were kept. Thread-safe. */
final class RecordingTail implements TailListener {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final AtomicInteger ticks = new AtomicInteger();
    private final List<LogRecord> records = new ArrayList<>(); // under this
    private final List<String> faults = new ArrayList<>(); // under this
    private Position end = new Position(0, 0); // under this

    @Override
    public synchronized void advanced(List<LogRecord> batch, Position tail) {
        Thread first = thread.updateAndGet(known -> known == null ? Thread.currentThread() : known);
        if (first != Thread.currentThread()) {
            faults.add("told on two threads");
        }
        if (end.isAfter(tail)) {
            faults.add("the tail went back from " + end + " to " + tail);
        }
        if (!batch.isEmpty() && batch.get(batch.size() - 1).position().isAfter(tail)) {
            faults.add("records beyond the tail");
        }
        end = tail;
        records.addAll(batch);
        if (batch.isEmpty()) {
            ticks.incrementAndGet();
        }
    }

    /** Waits until so many records have come, and returns all. */
    List<LogRecord> await(int count) {
        awaitUntil(() -> seen().size() >= count);
        return seen();
    }

    void awaitTick() {
        int before = ticks.get();
        awaitUntil(() -> ticks.get() > before);
    }

    synchronized List<LogRecord> seen() {
        return List.copyOf(records);
    }

    synchronized Position end() {
        return end;
    }

    /** What was wrong; empty if nothing. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    private static void awaitUntil(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).until(condition);
    }
}
