package dev.herald.loadtest.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The figures of a run, by the names that thresholds and the JSON file use. */
public enum Metric {
    STREAMS(Unit.COUNT),
    OPENED(Unit.COUNT),
    /** Streams that were never opened, refused ones among them. */
    UNOPENED(Unit.COUNT),
    OPEN_RATE(Unit.PER_SECOND),
    OPEN_P50(Unit.MILLIS),
    OPEN_P99(Unit.MILLIS),
    OPEN_FAILURES(Unit.COUNT),
    REFUSED(Unit.COUNT),
    DISCONNECTS(Unit.COUNT),
    REOPENED(Unit.COUNT),
    REOPEN_P99(Unit.MILLIS),
    /** From closing all streams until the last was back. */
    HERD_TIME(Unit.MILLIS),
    HERD_MISSING(Unit.COUNT),

    PUBLISHED(Unit.COUNT),
    PUBLISH_RATE(Unit.PER_SECOND),
    PUBLISH_REFUSED(Unit.COUNT),
    PUBLISH_UNKNOWN(Unit.COUNT),
    UNSENT(Unit.COUNT),
    ACK_P50(Unit.MILLIS),
    ACK_P99(Unit.MILLIS),
    ACK_MAX(Unit.MILLIS),
    /** The tool's own lateness: from when an event was due, and its connection had room for it, until it was sent. */
    SEND_LAG_P99(Unit.MILLIS),

    EXPECTED(Unit.COUNT),
    DELIVERED(Unit.COUNT),
    DELIVERY_RATE(Unit.PER_SECOND),
    LOST(Unit.COUNT),
    LOSSY_STREAMS(Unit.COUNT),
    DUPLICATES(Unit.COUNT),
    REORDERED(Unit.COUNT),
    MISROUTED(Unit.COUNT),
    /** Deliveries of events whose publish was answered 4xx. */
    DELIVERED_REFUSED(Unit.COUNT),
    SKIPPED(Unit.COUNT),
    RESETS(Unit.COUNT),
    HEARTBEATS(Unit.COUNT),
    FOREIGN(Unit.COUNT),
    P50(Unit.MILLIS),
    P90(Unit.MILLIS),
    P99(Unit.MILLIS),
    P999(Unit.MILLIS),
    P9999(Unit.MILLIS),
    MAX(Unit.MILLIS),
    MEAN(Unit.MILLIS),

    SERVER_CORES(Unit.COUNT),
    SERVER_CPU_PER_DELIVERY(Unit.MICROS),
    /** Of a run that publishes nothing: CPU for a stream held for a second. */
    SERVER_CPU_PER_STREAM_SECOND(Unit.MICROS),
    SERVER_RSS(Unit.MEGABYTES),
    /** How much more resident memory after the ramp than before it, for each stream; the kernel's part is not in it. */
    SERVER_RSS_PER_STREAM(Unit.KILOBYTES),
    TOOL_CORES(Unit.COUNT),
    /** Cores of its event loop that uses most; near 1, it is the tool that is measured. */
    TOOL_BUSIEST_LOOP(Unit.COUNT),
    TOOL_CPU_PER_DELIVERY(Unit.MICROS);

    /** What a figure is counted in. */
    public enum Unit {
        COUNT(""),
        PER_SECOND("/s"),
        MILLIS("ms"),
        MICROS("us"),
        KILOBYTES("KB"),
        MEGABYTES("MB");

        private final String text;

        Unit(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    private final Unit unit;

    Metric(Unit unit) {
        this.unit = unit;
    }

    public Unit unit() {
        return unit;
    }

    /** As in {@code open-p99}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them, as in {@code open-p99, refused}. */
    public static String names() {
        return Arrays.stream(values()).map(Metric::text).collect(Collectors.joining(", "));
    }

    public static Optional<Metric> of(String text) {
        return Arrays.stream(values())
                .filter(metric -> metric.text().equals(text))
                .findFirst();
    }
}
