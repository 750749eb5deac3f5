package dev.herald.loadtest.wire;

/** Hexadecimal digits as bytes. Immutable. */
final class Hex {
    private Hex() {}

    /** The digit's value, or -1. */
    static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
