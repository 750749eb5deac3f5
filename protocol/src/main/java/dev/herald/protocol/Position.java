package dev.herald.protocol;

import java.util.Optional;

/**
 * A place in the event log, and the id of the event that stands there. {@code epoch} names one incarnation of the log
 * (a log that forgets begins a new, greater one); {@code offset} counts within it, with gaps allowed. Offset 0 is the
 * place before the first event.
 *
 * <p>The text is opaque to clients: each number in base 36 behind one digit that counts its digits, with a dot between.
 * At most 29 characters of {@code [0-9a-z.]}, and the order of the texts is the order of the positions. Immutable.
 */
public record Position(long epoch, long offset) implements Comparable<Position> {
    private static final int RADIX = 36;
    private static final int DIGITS_MAX = 13;

    public Position {
        if (epoch < 0 || offset < 0) {
            throw new IllegalArgumentException("position " + epoch + "/" + offset + ": neither part may be negative");
        }
    }

    /** Reads a position's text; empty for anything that {@link #toString()} would not have written. */
    public static Optional<Position> parse(String text) {
        if (text.length() > Limits.POSITION_CHARS_MAX) {
            return Optional.empty();
        }
        int dot = text.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        long epoch = number(text, 0, dot);
        long offset = number(text, dot + 1, text.length());
        return epoch < 0 || offset < 0 ? Optional.empty() : Optional.of(new Position(epoch, offset));
    }

    /** The position {@code offset} in the same epoch. */
    public Position at(long offset) {
        return new Position(epoch, offset);
    }

    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Position other) {
        int epochs = Long.compare(epoch, other.epoch);
        return epochs != 0 ? epochs : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(2 * DIGITS_MAX);
        append(text, epoch);
        text.append('.');
        append(text, offset);
        return text.toString();
    }

    private static void append(StringBuilder text, long number) {
        String digits = Long.toString(number, RADIX);
        text.append(Character.forDigit(digits.length(), RADIX)).append(digits);
    }

    /** The number between the two indexes, or -1. Only the one canonical spelling is accepted. */
    private static long number(String text, int from, int to) {
        int digits = to - from - 1;
        if (digits < 1 || digits > DIGITS_MAX || text.charAt(from) != Character.forDigit(digits, RADIX)) {
            return -1;
        }
        if (text.charAt(from + 1) == '0' && digits > 1) {
            return -1;
        }
        long number = 0;
        for (int i = from + 1; i < to; i++) {
            int digit = digit(text.charAt(i));
            if (digit < 0 || number > (Long.MAX_VALUE - digit) / RADIX) {
                return -1;
            }
            number = number * RADIX + digit;
        }
        return number;
    }

    /** Lower-case ASCII only: Character.digit would take capitals and full-width digits as well. */
    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'z' ? c - 'a' + 10 : -1;
    }
}
