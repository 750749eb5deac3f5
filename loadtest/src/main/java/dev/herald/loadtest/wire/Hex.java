package dev.herald.loadtest.wire;

import java.util.Arrays;

/** Hexadecimal digits as bytes. Immutable. */
final class Hex {
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < 16; value++) {
            VALUES[Character.forDigit(value, 16)] = (byte) value;
            VALUES[Character.toUpperCase(Character.forDigit(value, 16))] = (byte) value;
        }
    }

    private Hex() {}

    /** The digit's value, or -1. */
    static int digit(byte b) {
        return VALUES[b & 0xFF];
    }

    /** The number that {@code bytes[from..to)} spell, at most 16 of them; negative if not all are digits. */
    static long number(byte[] bytes, int from, int to) {
        long number = 0;
        int all = 0;
        for (int i = from; i < to; i++) {
            int digit = VALUES[bytes[i] & 0xFF];
            all |= digit;
            number = number << 4 | digit;
        }
        return all < 0 ? -1 : number;
    }
}
