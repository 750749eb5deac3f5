package dev.herald.server.log;

import dev.herald.protocol.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Follows a log, remembers what it was told, and how the promises of {@link TailListener} were kept. Thread-safe. */
final class RecordingTail implements TailListener {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private final AtomicBoolean told = new AtomicBoolean(); // at this moment
    private final AtomicInteger ticks = new AtomicInteger();
    private final List<LogRecord> records = new ArrayList<>(); // under this
    private final List<String> faults = new ArrayList<>(); // under this
    private Position end = new Position(0, 0); // under this

    @Override
    public void advanced(List<LogRecord> batch, Position tail) {
        boolean overlaps = told.getAndSet(true);
        remember(batch, tail);
        if (overlaps) {
            fault("told twice at a time");
        }
        told.set(false);
    }

    private synchronized void remember(List<LogRecord> batch, Position tail) {
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

    private synchronized void fault(String what) {
        faults.add(what);
    }

    private static void awaitUntil(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).until(condition);
    }
}
