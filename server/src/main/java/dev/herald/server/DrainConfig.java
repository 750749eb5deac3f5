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
}
