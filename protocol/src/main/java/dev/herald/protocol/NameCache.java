package dev.herald.protocol;

import java.util.Arrays;

/** Decodes event names, of which a stream nearly always repeats the last. Confined to its owner's thread. */
final class NameCache {
    private byte[] lastBytes = {};
    private String last = "";

    String decode(byte[] bytes, int from, int to) {
        if (!Arrays.equals(bytes, from, to, lastBytes, 0, lastBytes.length)) {
            lastBytes = Arrays.copyOfRange(bytes, from, to);
            last = Utf8.decode(bytes, from, to - from);
        }
        return last;
    }
}
