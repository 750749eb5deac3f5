package dev.herald.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 64KB}, {@code 1MB}, a plain number of bytes; 1 KB is 1,024 bytes. Immutable. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(?<number>[0-9]{1,18})(?<unit>[KMGT]?B)?");
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

    private Sizes() {}

    /** The bytes that the text says; empty for anything else and for more than a long holds. */
    static Optional<Long> read(String text) {
        Matcher parts = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String unit = parts.group("unit");
        long unitBytes = unit == null ? 1 : 1L << (10 * UNITS.indexOf(unit));
        long number = Long.parseLong(parts.group("number"));
        return number > Long.MAX_VALUE / unitBytes ? Optional.empty() : Optional.of(number * unitBytes);
    }

    /** The shortest exact text. */
    static String write(long bytes) {
        int unit = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.size() - 1);
        return (bytes >> (10 * unit)) + UNITS.get(unit);
    }
}
