package dev.herald.loadtest.report;

import dev.herald.loadtest.load.Metric;
import dev.herald.loadtest.load.Outcome;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The outcome in a few sentences that can be read aloud. Immutable. */
public final class Summary {
    private static final double SATURATED_CORES = 0.9;

    private final Outcome outcome;

    private Summary(Outcome outcome) {
        this.outcome = outcome;
    }

    public static String of(Outcome outcome) {
        Summary summary = new Summary(outcome);
        StringJoiner lines = new StringJoiner("\n", "\n", "\n");
        lines.add("Streams    " + summary.streams());
        if (outcome.figure(Metric.HERD_MISSING).isPresent()) {
            lines.add("Herd       " + summary.herd());
        }
        if (outcome.figure(Metric.PUBLISHED).isPresent()) {
            lines.add("Publishes  " + summary.publishes());
            lines.add("Deliveries " + summary.deliveries());
            lines.add("           " + summary.faults());
        }
        if (outcome.figure(Metric.P50).isPresent()) {
            lines.add("Latency    " + summary.latency());
        }
        if (outcome.figure(Metric.SERVER_RSS).isPresent()) {
            lines.add("Server     " + summary.server());
        }
        lines.add("This tool  " + summary.tool());
        if (outcome.of(Metric.TOOL_BUSIEST_LOOP) >= SATURATED_CORES) {
            lines.add("           SATURATED: an event loop used " + summary.rounded(Metric.TOOL_BUSIEST_LOOP)
                    + " of a core, so rates and latencies may be the tool's own; try more --loops");
        }
        new TreeMap<>(outcome.reasons())
                .forEach((reason, count) ->
                        lines.add("Went wrong " + Numbers.whole((double) count) + " times: " + reason));
        return lines.toString();
    }

    private String streams() {
        return whole(Metric.OPENED) + " of " + whole(Metric.STREAMS) + " opened, " + whole(Metric.OPEN_RATE)
                + " a second, half within " + unit(Metric.OPEN_P50) + ", 99 % within " + unit(Metric.OPEN_P99) + "; "
                + whole(Metric.OPEN_FAILURES) + " failed tries, " + whole(Metric.REFUSED) + " refused, "
                + whole(Metric.DISCONNECTS) + " lost, " + whole(Metric.REOPENED) + " opened again";
    }

    private String herd() {
        return outcome.figure(Metric.HERD_TIME)
                .map(time -> "all back within " + unit(Metric.HERD_TIME))
                .orElse(whole(Metric.HERD_MISSING) + " did not come back");
    }

    private String publishes() {
        String answered = outcome.figure(Metric.ACK_P50)
                .map(any -> ", half within " + unit(Metric.ACK_P50) + ", 99 % within " + unit(Metric.ACK_P99))
                .orElse("");
        return whole(Metric.PUBLISHED) + " acknowledged, " + rounded(Metric.PUBLISH_RATE) + " a second" + answered
                + "; "
                + whole(Metric.PUBLISH_REFUSED) + " refused, " + whole(Metric.PUBLISH_UNKNOWN) + " unanswered, "
                + whole(Metric.UNSENT) + " never sent";
    }

    private String deliveries() {
        return whole(Metric.DELIVERED) + " of " + whole(Metric.EXPECTED) + " expected, " + whole(Metric.DELIVERY_RATE)
                + " a second";
    }

    private String faults() {
        return whole(Metric.LOST) + " lost, " + whole(Metric.DUPLICATES) + " twice, " + whole(Metric.REORDERED)
                + " out of order, " + whole(Metric.MISROUTED) + " to the wrong stream, "
                + whole(Metric.DELIVERED_REFUSED) + " though refused; " + whole(Metric.SKIPPED)
                + " skipped by streams with no place to resume from";
    }

    private String latency() {
        return "half within " + unit(Metric.P50) + ", 90 % within " + unit(Metric.P90) + ", 99 % within "
                + unit(Metric.P99) + ", 99.9 % within " + unit(Metric.P999) + ", all within " + unit(Metric.MAX);
    }

    private String server() {
        StringJoiner parts = new StringJoiner(", ");
        parts.add(rounded(Metric.SERVER_CORES) + " cores");
        outcome.figure(Metric.SERVER_CPU_PER_DELIVERY)
                .ifPresent(any -> parts.add(rounded(Metric.SERVER_CPU_PER_DELIVERY) + " us of CPU a delivery"));
        outcome.figure(Metric.SERVER_CPU_PER_STREAM_SECOND)
                .ifPresent(any ->
                        parts.add(rounded(Metric.SERVER_CPU_PER_STREAM_SECOND) + " us of CPU a stream and second"));
        parts.add(whole(Metric.SERVER_RSS) + " MB resident");
        outcome.figure(Metric.SERVER_RSS_PER_STREAM)
                .ifPresent(any ->
                        parts.add(rounded(Metric.SERVER_RSS_PER_STREAM) + " KB more for each stream than before them"));
        return parts.toString();
    }

    private String tool() {
        return outcome.figure(Metric.TOOL_CORES)
                        .map(any -> rounded(Metric.TOOL_CORES) + " cores")
                        .orElse("CPU is not known")
                + outcome.figure(Metric.TOOL_CPU_PER_DELIVERY)
                        .map(any -> ", " + rounded(Metric.TOOL_CPU_PER_DELIVERY) + " us of CPU a delivery")
                        .orElse("")
                + outcome.figure(Metric.SEND_LAG_P99)
                        .map(any -> ", 99 % of events sent within " + unit(Metric.SEND_LAG_P99)
                                + " of when they were due and the server let them be sent")
                        .orElse("");
    }

    private String whole(Metric metric) {
        return Numbers.whole(outcome.of(metric));
    }

    private String rounded(Metric metric) {
        return Numbers.rounded(outcome.of(metric));
    }

    private String unit(Metric metric) {
        return Numbers.withUnit(outcome.of(metric), metric.unit());
    }
}
