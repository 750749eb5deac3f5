package dev.herald.loadtest.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A last event id as bytes in an array that is used again, event after event. Confined to the channel's event loop. */
public final class EventId {
    /** Longer ids than this are treated as none; no server that can be resumed sends them. */
    static final int BYTES_MAX = 256;

    private byte[] bytes = new byte[32];
    private int length;

    public boolean isEmpty() {
        return length == 0;
    }

    /** Takes the other's value. */
    public void set(EventId other) {
        if (bytes.length < other.length) {
            bytes = new byte[other.bytes.length];
        }
        System.arraycopy(other.bytes, 0, bytes, 0, other.length);
        length = other.length;
    }

    public void write(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    void clear() {
        length = 0;
    }

    /** Takes {@code from[begin..end)} behind what it has; false, and of no use from there on, for a NUL or too much. */
    boolean append(byte[] from, int begin, int end) {
        int count = end - begin;
        if (count > BYTES_MAX - length) {
            return false;
        }
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, BYTES_MAX);
        }
        boolean valid = true;
        for (int i = begin; i < end; i++) {
            valid &= from[i] != 0;
            bytes[length++] = from[i];
        }
        return valid;
    }
}
