package dev.herald.protocol;

import java.util.Optional;

/**
 * The rule for every name that a client chooses: user ids, topics, types, SSE event names. At least one character, at
 * most {@link Limits#NAME_BYTES_MAX} bytes of UTF-8, no control character (CR, LF or NUL would let a publisher write
 * fields of another event, CWE-93), no unpaired surrogate. Immutable.
 */
public final class Names {
    private Names() {}

    /** What is wrong with {@code value} as a {@code what} ("topic"), in a sentence for the caller; empty if nothing. */
    public static Optional<String> fault(String what, String value) {
        if (value.isEmpty()) {
            return Optional.of(what + " is empty");
        }
        int bytes = 0;
        for (int i = 0; i < value.length(); ) {
            int codePoint = value.codePointAt(i);
            if (Character.getType(codePoint) == Character.SURROGATE) {
                return Optional.of(what + " " + Text.quoted(value) + " has an unpaired surrogate");
            }
            if (Character.isISOControl(codePoint)) {
                return Optional.of(what + " " + Text.quoted(value) + " has a control character");
            }
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            i += Character.charCount(codePoint);
        }
        return bytes <= Limits.NAME_BYTES_MAX
                ? Optional.empty()
                : Optional.of(what + " " + Text.quoted(value) + " has " + bytes + " bytes, at most "
                        + Limits.NAME_BYTES_MAX + " are allowed");
    }

    static String checked(String what, String value) {
        fault(what, value).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return value;
    }
}
