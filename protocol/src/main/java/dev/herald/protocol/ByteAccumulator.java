package dev.herald.protocol;

import java.util.Arrays;

/** Bytes that arrive in pieces, in an array that grows and is used again. Confined to its owner's thread. */
final class ByteAccumulator {
    private byte[] bytes = new byte[256];
    private int length;

    void append(byte[] source, int from, int to) {
        int added = to - from;
        ensureRoomFor(added);
        System.arraycopy(source, from, bytes, length, added);
        length += added;
    }

    void append(byte value) {
        ensureRoomFor(1);
        bytes[length++] = value;
    }

    void clear() {
        length = 0;
    }

    /** The array itself, for reading; good until the next append. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void ensureRoomFor(int added) {
        if (added > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + added, 2 * bytes.length));
        }
    }
}
