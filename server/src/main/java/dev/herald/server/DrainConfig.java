package dev.herald.server;

import java.time.Duration;

/**
 * How long a server takes to empty itself before it stops. Immutable.
 *
 * @param notice how long it still accepts connections after its readiness has turned to no, so that load balancers see it
 * @param spread the time over which open streams are closed after that, evenly, and that requests under way may take
 */
public record DrainConfig(Duration notice, Duration spread) {
    public static DrainConfig defaults() {
        return new DrainConfig(Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    /** How many of so many streams are to be gone when so much of the spread is over. */
    int goneOf(int streams, long nanos) {
        double share = (double) nanos / Math.max(1, spread.toNanos());
        return (int) Math.min(streams, share * streams);
    }
}
