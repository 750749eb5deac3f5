package dev.herald.server.stream;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Bounds how many streams one user may open in a minute; a cap on open streams alone does not catch churn. A fixed table
 * of counters by hash, so that no number of users makes it grow: two users may share one, which the generous default
 * makes harmless. Thread-safe.
 */
final class OpenRate {
    private static final int SLOTS = 1 << 14;
    private static final long MILLIS_PER_MINUTE = 60_000;

    private final int opensPerMinute;
    private final InstantSource clock;
    private final AtomicLongArray counters = new AtomicLongArray(SLOTS); // minute in the upper half, count in the lower

    OpenRate(int opensPerMinute, InstantSource clock) {
        this.opensPerMinute = opensPerMinute;
        this.clock = clock;
    }

    /** Counts one opening; whether the user may have it. */
    boolean allows(String userId) {
        int minute = (int) (clock.millis() / MILLIS_PER_MINUTE);
        int hash = userId.hashCode();
        long counted = counters.updateAndGet((hash ^ hash >>> 16) & (SLOTS - 1), counter -> count(counter, minute));
        return (counted & 0xFFFF_FFFFL) <= opensPerMinute;
    }

    private static long count(long counter, int minute) {
        boolean sameMinute = (int) (counter >>> 32) == minute;
        long counted = sameMinute ? Math.min(counter & 0xFFFF_FFFFL, Integer.MAX_VALUE - 1) : 0;
        return (long) minute << 32 | counted + 1;
    }
}
