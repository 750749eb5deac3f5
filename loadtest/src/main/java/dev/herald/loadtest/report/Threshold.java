package dev.herald.loadtest.report;

import dev.herald.loadtest.load.Metric;
import dev.herald.loadtest.load.Outcome;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition under which a run has failed, such as {@code p99>100ms} or {@code lost>0}. Immutable. */
public record Threshold(Metric metric, Comparison comparison, double limit, String text) {
    /** How a figure is held against the limit. */
    public enum Comparison {
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        private boolean holds(double figure, double limit) {
            return switch (this) {
                case LESS -> figure < limit;
                case LESS_OR_EQUAL -> figure <= limit;
                case GREATER -> figure > limit;
                case GREATER_OR_EQUAL -> figure >= limit;
            };
        }

        private static Comparison of(String sign) {
            return switch (sign) {
                case "<" -> LESS;
                case "<=" -> LESS_OR_EQUAL;
                case ">" -> GREATER;
                default -> GREATER_OR_EQUAL;
            };
        }
    }

    private static final Pattern SHAPE =
            Pattern.compile("([a-z0-9-]+)\\s*([<>]=?)\\s*([0-9]+(?:\\.[0-9]+)?)([A-Za-z/]*)");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    public static Threshold parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not like p99>100ms or lost>0");
        }
        Metric metric = Metric.of(matcher.group(1))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no figure named " + matcher.group(1) + ", but " + Metric.names()));
        double limit = Double.parseDouble(matcher.group(3)) * factor(matcher.group(4), metric);
        return new Threshold(metric, Comparison.of(matcher.group(2)), limit, text.strip());
    }

    /** Why the run has failed by this; empty if it has not. A figure that was not measured fails. */
    public Optional<String> violation(Outcome outcome) {
        Optional<Double> figure = outcome.figure(metric);
        if (figure.isEmpty()) {
            return Optional.of(text + ": " + metric.text() + " was not measured");
        }
        return comparison.holds(figure.get(), limit)
                ? Optional.of(text + ": it is " + Numbers.withUnit(figure.get(), metric.unit()))
                : Optional.empty();
    }

    private static double factor(String unit, Metric metric) {
        if (unit.isEmpty() || unit.equals(metric.unit().text())) {
            return 1;
        }
        double seconds = secondsIn(unit);
        double own = secondsIn(metric.unit().text());
        if (seconds == 0 || own == 0) {
            String fitting =
                    metric.unit().text().isEmpty() ? "no unit" : metric.unit().text();
            throw new IllegalArgumentException(metric.text() + " has " + fitting + ", not " + unit);
        }
        return seconds / own;
    }

    private static double secondsIn(String unit) {
        return switch (unit) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "s" -> 1;
            default -> 0;
        };
    }
}
