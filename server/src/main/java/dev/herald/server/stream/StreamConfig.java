package dev.herald.server.stream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The bounds of open streams. Immutable.
 *
 * @param heartbeat silence after which a stream carries a heartbeat
 * @param perUserMax open streams of one user
 * @param onLimit what happens to one more than {@code perUserMax}
 * @param max open streams in all
 * @param topicsMax topics that one stream may ask for besides its user's own
 * @param writeBufferBytes unsent bytes at which a stream stops being handed events and reads the log instead
 * @param behindMax how long a stream may lag behind before it is closed
 * @param replaysMax pages of the log being read for streams at the same time
 * @param opensPerMinute streams that one user may open in a minute, so that churn is bounded as well as count
 * @param lifetimeMax how long a stream may stay open, whose client then resumes; each ends in the last tenth of it, at
 *     random. Zero for no limit
 */
public record StreamConfig(
        Duration heartbeat,
        int perUserMax,
        OnLimit onLimit,
        int max,
        int topicsMax,
        int writeBufferBytes,
        Duration behindMax,
        int replaysMax,
        int opensPerMinute,
        Duration lifetimeMax) {
    private static final double LIFETIME_JITTER = 0.1;
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    public StreamConfig {
        if (heartbeat.isNegative() || heartbeat.isZero()) {
            throw new IllegalArgumentException("heartbeat must be positive, not " + heartbeat);
        }
    }

    /** How long one stream may stay open: another time for each, so that those opened together do not end together. */
    Duration lifetime() {
        if (lifetimeMax.isZero()) {
            return FOR_EVER;
        }
        double share = 1 - LIFETIME_JITTER * ThreadLocalRandom.current().nextDouble();
        return Duration.ofMillis((long) (lifetimeMax.toMillis() * share));
    }

    public static StreamConfig defaults() {
        return new StreamConfig(
                Duration.ofSeconds(30),
                5,
                OnLimit.REJECT,
                1_000_000,
                50,
                64 * 1024,
                Duration.ofSeconds(60),
                8,
                120,
                Duration.ofHours(12));
    }
}
