package dev.herald.auth;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address as accounts are known by: trimmed, in lower case, in Unicode's composed form. Whether it has an
 * owner only a message to it could tell, so the syntax is checked for slips and no further. Immutable.
 */
record EmailAddress(String text) {
    /** The longest that mail can be sent to (RFC 5321, 4.5.3.1.3, without its brackets). */
    private static final int BYTES_MAX = 254;

    private static final Pattern SYNTAX = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]+");

    /** The address that {@code typed} means; empty if it cannot be one. */
    static Optional<EmailAddress> parse(String typed) {
        // Before the work below, which grows with the text.
        if (typed.length() > 4 * BYTES_MAX) {
            return Optional.empty();
        }
        String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        boolean valid = SYNTAX.matcher(text).matches()
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
        return valid ? Optional.of(new EmailAddress(text)) : Optional.empty();
    }
}
