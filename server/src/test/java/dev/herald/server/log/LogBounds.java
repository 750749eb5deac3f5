package dev.herald.server.log;

import java.time.Duration;

/** A log's settings for a test: the defaults, but for what the test is about. Immutable. */
public record LogBounds(
        Duration retention,
        int eventsPerTopicMax,
        int bytesPerTopicMax,
        int eventsMax,
        long bytesMax,
        int queueMax,
        Duration idempotencyWindow,
        int idempotencyKeysMax) {
    public static LogBounds wide() {
        LogConfig defaults = LogConfig.defaults();
        return new LogBounds(
                defaults.retention(),
                defaults.eventsPerTopicMax(),
                defaults.bytesPerTopicMax(),
                defaults.eventsMax(),
                defaults.bytesMax(),
                defaults.queueMax(),
                defaults.idempotencyWindow(),
                defaults.idempotencyKeysMax());
    }

    public LogBounds keepingFor(Duration retention) {
        return new LogBounds(
                retention,
                eventsPerTopicMax,
                bytesPerTopicMax,
                eventsMax,
                bytesMax,
                queueMax,
                idempotencyWindow,
                idempotencyKeysMax);
    }

    public LogBounds perTopic(int events, int bytes) {
        return new LogBounds(
                retention, events, bytes, eventsMax, bytesMax, queueMax, idempotencyWindow, idempotencyKeysMax);
    }

    public LogBounds inAll(int events, long bytes) {
        return new LogBounds(
                retention,
                eventsPerTopicMax,
                bytesPerTopicMax,
                events,
                bytes,
                queueMax,
                idempotencyWindow,
                idempotencyKeysMax);
    }

    LogBounds queueing(int appends) {
        return new LogBounds(
                retention,
                eventsPerTopicMax,
                bytesPerTopicMax,
                eventsMax,
                bytesMax,
                appends,
                idempotencyWindow,
                idempotencyKeysMax);
    }

    LogBounds rememberingKeys(Duration window, int keys) {
        return new LogBounds(
                retention, eventsPerTopicMax, bytesPerTopicMax, eventsMax, bytesMax, queueMax, window, keys);
    }

    /** The same as a log is given them. */
    public LogConfig config(LogKind kind) {
        return new LogConfig(
                kind,
                retention,
                eventsPerTopicMax,
                bytesPerTopicMax,
                eventsMax,
                bytesMax,
                queueMax,
                idempotencyWindow,
                idempotencyKeysMax);
    }
}
