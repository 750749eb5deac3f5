package dev.herald.server.log;

import java.time.Duration;

/**
 * What the event log keeps, and for how long; all of it is positive. Immutable.
 *
 * @param kind where the log lives
 * @param retention age at which an event is forgotten
 * @param eventsPerTopicMax events kept for one topic
 * @param bytesPerTopicMax bytes of JSON kept for one topic (memory log)
 * @param eventsMax events kept in all, an event of several topics counted for each (memory log)
 * @param bytesMax bytes of JSON kept in all (memory log)
 * @param queueMax publishes that may wait for the log; one more is answered 503
 * @param idempotencyWindow how long an Idempotency-Key is remembered
 * @param idempotencyKeysMax Idempotency-Keys remembered at most; beyond it the oldest are forgotten early (memory log)
 */
public record LogConfig(
        LogKind kind,
        Duration retention,
        int eventsPerTopicMax,
        int bytesPerTopicMax,
        int eventsMax,
        long bytesMax,
        int queueMax,
        Duration idempotencyWindow,
        int idempotencyKeysMax) {
    public LogConfig {
        positive("retention", retention.toMillis());
        positive("eventsPerTopicMax", eventsPerTopicMax);
        positive("bytesPerTopicMax", bytesPerTopicMax);
        positive("eventsMax", eventsMax);
        positive("bytesMax", bytesMax);
        positive("queueMax", queueMax);
        positive("idempotencyWindow", idempotencyWindow.toMillis());
        positive("idempotencyKeysMax", idempotencyKeysMax);
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    public static LogConfig defaults() {
        return new LogConfig(
                LogKind.DATABASE,
                Duration.ofHours(24),
                1_000,
                4 * 1024 * 1024,
                1_000_000,
                256L * 1024 * 1024,
                10_000,
                Duration.ofMinutes(10),
                100_000);
    }
}
