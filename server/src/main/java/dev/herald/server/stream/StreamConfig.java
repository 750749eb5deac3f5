package dev.herald.server.stream;

import java.time.Duration;

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
        int opensPerMinute) {
    public static StreamConfig defaults() {
        return new StreamConfig(
                Duration.ofSeconds(30), 5, OnLimit.REJECT, 1_000_000, 50, 64 * 1024, Duration.ofSeconds(60), 8, 120);
    }
}
