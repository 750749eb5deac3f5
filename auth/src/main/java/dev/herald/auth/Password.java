package dev.herald.auth;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * What a password may be: {@value #BYTES_MIN} to {@value #BYTES_MAX} bytes of UTF-8, anything in them (NIST SP 800-63B
 * 5.1.1.2: length, no rules of composition). Immutable.
 */
final class Password {
    static final int BYTES_MIN = 8;
    static final int BYTES_MAX = 1_024;

    private Password() {}

    /** What is wrong with a new password, in a sentence for whoever chose it; empty if nothing. */
    static Optional<String> fault(String password) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(password)) {
            return Optional.of("password has an unpaired surrogate");
        }
        int bytes = normalised(password).getBytes(StandardCharsets.UTF_8).length;
        return bytes >= BYTES_MIN && bytes <= BYTES_MAX
                ? Optional.empty()
                : Optional.of("password has " + bytes + " bytes, " + BYTES_MIN + " to " + BYTES_MAX + " are allowed");
    }

    /** One spelling of what keyboards write in several (RFC 8265, 4.2.2): an accent apart or as one with its letter. */
    static String normalised(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
