package dev.herald.loadtest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LineEndsTest {
    @Test
    void findsTheFirstOfEitherKindWhereverItIs() {
        for (int at = 0; at < 40; at++) {
            for (char end : new char[] {'\r', '\n'}) {
                byte[] bytes = filled((byte) 'x');
                bytes[at] = (byte) end;
                bytes[at + 1] = '\r';
                bytes[at + 3] = '\n';
                for (int from = 0; from <= at; from++) {
                    assertThat(LineEnds.next(bytes, from, bytes.length)).isEqualTo(at);
                }
            }
        }
    }

    @Test
    void stopsAtTheEndOfTheRange() {
        byte[] bytes = filled((byte) 'x');
        bytes[30] = '\n';
        assertThat(LineEnds.next(bytes, 3, 30)).isEqualTo(30);
        assertThat(LineEnds.next(bytes, 30, 30)).isEqualTo(30);
    }

    @Test
    void mistakesNoOtherByteForALineEnd() {
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
            if (value != '\r' && value != '\n') {
                assertThat(LineEnds.next(filled((byte) value), 0, 43)).isEqualTo(43);
            }
        }
    }

    private static byte[] filled(byte value) {
        byte[] bytes = new byte[48];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
