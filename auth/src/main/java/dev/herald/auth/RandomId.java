package dev.herald.auth;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids that nobody can guess and that never collide: 128 random bits, 32 hexadecimal digits. Thread-safe. */
final class RandomId {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private RandomId() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
