package dev.herald.loadtest.load;

import java.util.concurrent.ThreadLocalRandom;

/** One run: its number, its clock, and when its phases begin. Thread-safe. */
final class Run {
    private static final long NEVER = Long.MAX_VALUE;

    private final int id = ThreadLocalRandom.current().nextInt();
    private final long originNanos = System.nanoTime();
    private volatile long publishNanos = NEVER;
    private volatile long measureNanos = NEVER;

    int id() {
        return id;
    }

    /** Nanoseconds since the run began. */
    long now() {
        return System.nanoTime() - originNanos;
    }

    /** Fixes when the first event, and the first whose latency counts, are due. */
    void publishFrom(long firstNanos, long firstMeasuredNanos) {
        measureNanos = firstMeasuredNanos;
        publishNanos = firstNanos;
    }

    boolean isPublishing(long nowNanos) {
        return nowNanos >= publishNanos;
    }

    long measuredFrom() {
        return measureNanos;
    }

    boolean isMeasured(long intendedNanos) {
        return intendedNanos >= measureNanos;
    }
}
