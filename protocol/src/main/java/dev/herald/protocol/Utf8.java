package dev.herald.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** UTF-8 where the JDK's own ways differ from what the wire asks for. Immutable. */
final class Utf8 {
    private static final byte SURROGATE_LEAD = (byte) 0xED;
    private static final byte NEVER_VALID = (byte) 0xFF;

    private Utf8() {}

    /** Decodes as the WHATWG Encoding Standard does: U+FFFD for each maximal part that is no UTF-8. Never fails. */
    static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // The search costs nothing for Latin-1 text, which is what the JDK stores most text as.
        return text.indexOf('\uFFFD') < 0 ? text : decodeSurrogatesApart(bytes, offset, length);
    }

    /**
     * Where an encoded surrogate stands (ED A0 80), the JDK writes one U+FFFD and the standard three, because ED may not
     * be followed by A0 to BF. With a byte in ED's place that no sequence begins with, the JDK does the same.
     */
    private static String decodeSurrogatesApart(byte[] bytes, int offset, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(bytes, offset, copy, 0, length);
        for (int i = 0; i < length - 1; i++) {
            if (copy[i] == SURROGATE_LEAD && (copy[i + 1] & 0xE0) == 0xA0) {
                copy[i] = NEVER_VALID;
            }
        }
        return new String(copy, StandardCharsets.UTF_8);
    }

    /**
     * Decodes what must be UTF-8 without a fault: no over-long form, no surrogate, nothing cut off.
     *
     * @return the text, in an array of its own; or where the first fault is
     */
    static Parsed<CharBuffer> decodeStrictly(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate(length);
        // A new decoder reports faults; it is String that repairs them.
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        return result.isError()
                ? new Parsed.Invalid<>("not UTF-8 at byte " + (in.position() - offset))
                : new Parsed.Valid<>(out.flip());
    }

    /** How many bytes well-formed text takes. */
    static int length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // Each half of a surrogate pair brings two of its four bytes.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** Whether the text can be written as UTF-8: every surrogate has its other half. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
