package dev.herald.server.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. Immutable. */
public final class Durations {
    private static final Pattern DURATION = Pattern.compile("(?<number>[0-9]{1,12})(?<unit>ms|s|m|h|d)");

    private enum Unit {
        D(Duration.ofDays(1)),
        H(Duration.ofHours(1)),
        M(Duration.ofMinutes(1)),
        S(Duration.ofSeconds(1)),
        MS(Duration.ofMillis(1));

        private final Duration one;

        Unit(Duration one) {
            this.one = one;
        }

        /** Whether people would say it in this unit: as a whole number, and 24h rather than 1d. */
        boolean suits(Duration duration) {
            long count = duration.dividedBy(one);
            return one.multipliedBy(count).equals(duration) && count > (this == D ? 1 : 0);
        }
    }

    private Durations() {}

    /** The duration that the text says; empty for anything else, a number without its unit included. */
    public static Optional<Duration> read(String text) {
        Matcher parts = DURATION.matcher(text);
        return parts.matches()
                ? Optional.of(Unit.valueOf(parts.group("unit").toUpperCase(Locale.ROOT))
                        .one
                        .multipliedBy(Long.parseLong(parts.group("number"))))
                : Optional.empty();
    }

    /** The shortest text for a duration of whole milliseconds. */
    public static String write(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        for (Unit unit : Unit.values()) {
            if (unit.suits(duration)) {
                return duration.dividedBy(unit.one) + unit.name().toLowerCase(Locale.ROOT);
            }
        }
        return duration.toMillis() + "ms";
    }
}
