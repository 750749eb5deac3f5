package dev.herald.loadtest.report;

import dev.herald.loadtest.load.Metric;
import dev.herald.loadtest.load.Outcome;
import dev.herald.loadtest.load.Second;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The outcome for machines.
 * Each figure has the name of its metric, a value and a unit. Immutable.
 */
public final class JsonReport {
    private JsonReport() {}

    /** JSON text. {@code violations} are the thresholds missed. */
    public static String of(String command, Outcome outcome, List<String> violations) {
        StringJoiner figures = new StringJoiner(",\n    ", "{\n    ", "\n  }");
        for (Metric metric : Metric.values()) {
            outcome.figure(metric).ifPresent(value -> figures.add(figure(metric, value)));
        }
        StringJoiner seconds = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        outcome.timeline().forEach(second -> seconds.add(second(second)));
        StringJoiner missed = new StringJoiner(", ", "[", "]");
        violations.forEach(violation -> missed.add(string(violation)));
        return "{\n  \"command\": " + string(command) + ",\n  \"passed\": " + violations.isEmpty()
                + ",\n  \"violations\": " + missed + ",\n  \"figures\": " + figures + ",\n  \"timeline\": " + seconds
                + "\n}\n";
    }

    private static String figure(Metric metric, double value) {
        return string(metric.text()) + ": {\"value\": " + number(value) + ", \"unit\": "
                + string(metric.unit().text()) + "}";
    }

    private static String second(Second second) {
        return new StringJoiner(", ", "{", "}")
                .add("\"at\": " + number(second.at()))
                .add("\"phase\": " + string(second.phase().name().toLowerCase(Locale.ROOT)))
                .add("\"open\": " + second.open())
                .add("\"deliveriesPerSecond\": " + number(second.deliveriesPerSecond()))
                .add("\"p50Millis\": " + number(second.p50Millis()))
                .add("\"p99Millis\": " + number(second.p99Millis()))
                .add("\"maxMillis\": " + number(second.maxMillis()))
                .add("\"problems\": " + second.problems())
                .add("\"serverCores\": " + number(second.serverCores()))
                .add("\"serverMegabytes\": " + number(second.serverMegabytes()))
                .add("\"toolCores\": " + number(second.toolCores()))
                .toString();
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
