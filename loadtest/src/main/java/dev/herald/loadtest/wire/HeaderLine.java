package dev.herald.loadtest.wire;

import java.nio.charset.StandardCharsets;

/** A header's line looked at in place, without a text made of it. Immutable. */
final class HeaderLine {
    private HeaderLine() {}

    /** The name in lower case and its colon, as {@link #startsWith} wants it. */
    static byte[] name(String name) {
        return (name + ":").getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the line holds this word, in lower case; the words that are asked for are part of no other in use. */
    static boolean holds(byte[] bytes, int from, int to, byte[] word) {
        for (int i = from; i + word.length <= to; i++) {
            if (startsWith(bytes, i, to, word)) {
                return true;
            }
        }
        return false;
    }

    /** The number in {@code bytes[from..to)}, blanks around it; -1 if it is none, or of more than nine digits. */
    static int number(byte[] bytes, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && isBlank(bytes[begin])) {
            begin++;
        }
        while (begin < end && isBlank(bytes[end - 1])) {
            end--;
        }
        if (begin == end || end - begin > 9) {
            return -1;
        }
        int number = 0;
        for (int i = begin; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /** Whether the line begins so, in whatever case. */
    static boolean startsWith(byte[] bytes, int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte b = bytes[from + i];
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
