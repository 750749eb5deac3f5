package dev.herald.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    private static final long SEED = 3_629L;

    @Test
    void decodesRandomBytesAsTheEncodingStandardDoes() {
        Random random = new Random(SEED);
        int[] edges = {
            0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xF5,
            0xFF
        };
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(9)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) edges[random.nextInt(edges.length)];
            }
            String expected = ReferenceReader.decode(bytes);
            assertThat(Utf8.decode(bytes, 0, bytes.length)).isEqualTo(expected);
            boolean isValid = expected.indexOf('\uFFFD') < 0;
            assertThat(strictly(bytes)).as(expected).isEqualTo(isValid ? expected : "fault");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\u007f",
                "\u0080",
                "\u07ff",
                "\u0800",
                "\ud7ff",
                "\ue000",
                "\uffff",
                "\ud800\udc00",
                "a\u00e9\u20ac\ud83d\ude00"
            })
    void countsBytes(String text) {
        assertThat(Utf8.isWellFormed(text)).isTrue();
        assertThat(Utf8.length(text)).isEqualTo(text.getBytes(UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ud800",
                "\udc00",
                "a\ud800",
                "\ud800a",
                "\udc00\ud800",
                "\ud800\ud800\udc00",
                "\ud800\udc00\udc00"
            })
    void findsUnpairedSurrogates(String text) {
        assertThat(Utf8.isWellFormed(text)).isFalse();
    }

    private static String strictly(byte[] bytes) {
        return Utf8.decodeStrictly(bytes, 0, bytes.length).fold(CharBuffer::toString, fault -> "fault");
    }
}
