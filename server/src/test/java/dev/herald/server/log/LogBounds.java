package dev.herald.server.log;

import dev.herald.server.Altered;
import java.time.Duration;

/** A log's settings for a test, whatever its kind: the defaults, but for what the test is about. Immutable. */
public record LogBounds(Altered<LogConfig> config) {
    public static LogBounds wide() {
        return new LogBounds(Altered.from(LogConfig.defaults()));
    }

    public LogBounds keepingFor(Duration retention) {
        return new LogBounds(config.with(LogConfig::retention, retention));
    }

    public LogBounds perTopic(int events, int bytes) {
        return new LogBounds(
                config.with(LogConfig::eventsPerTopicMax, events).with(LogConfig::bytesPerTopicMax, bytes));
    }

    public LogBounds inAll(int events, long bytes) {
        return new LogBounds(config.with(LogConfig::eventsMax, events).with(LogConfig::bytesMax, bytes));
    }

    LogBounds queueing(int appends) {
        return new LogBounds(config.with(LogConfig::queueMax, appends));
    }

    LogBounds rememberingKeys(Duration window, int keys) {
        return new LogBounds(
                config.with(LogConfig::idempotencyWindow, window).with(LogConfig::idempotencyKeysMax, keys));
    }

    /** The same as a log is given them. */
    public LogConfig config(LogKind kind) {
        return config.with(LogConfig::kind, kind).record();
    }
}
