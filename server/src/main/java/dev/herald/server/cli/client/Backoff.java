package dev.herald.server.cli.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: anything from nothing to a bound that doubles with every failure. The full
 * range, so that clients which were cut off together do not come back together. Confined to one thread.
 */
final class Backoff {
    private static final Duration BASE_DEFAULT = Duration.ofSeconds(1);
    private static final Duration BOUND_MAX = Duration.ofSeconds(15);
    /** A server may ask for any number of milliseconds, for more than there are in a Duration when doubled. */
    private static final Duration BASE_MAX = Duration.ofHours(1);

    private static final int DOUBLINGS_MAX = 10;

    private final RandomGenerator random;
    private Duration base = BASE_DEFAULT;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The server asks for this wait ({@code retry:}), an hour at most; it is the bound after the first failure. */
    void serverAsksFor(Duration retry) {
        base = retry.compareTo(BASE_MAX) < 0 ? retry : BASE_MAX;
    }

    /** A stream stood, so the next failure is the first again. */
    void succeeded() {
        failures = 0;
    }

    /** The wait before the next try; at least what the server demands of this client alone (Retry-After). */
    Duration next(Duration demanded) {
        Duration bound = base.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
        Duration capped = bound.compareTo(max()) > 0 ? max() : bound;
        failures++;
        return demanded.plusMillis(random.nextLong(capped.toMillis() + 1));
    }

    private Duration max() {
        return base.compareTo(BOUND_MAX) > 0 ? base : BOUND_MAX;
    }
}
