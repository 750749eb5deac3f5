package dev.herald.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    private static final long SEED = 20_261_121L;

    @Test
    void writesEachNumberBehindItsCountOfDigits() {
        assertThat(new Position(0, 0)).hasToString("10.10");
        assertThat(new Position(1, 35)).hasToString("11.1z");
        assertThat(new Position(36, 1295)).hasToString("210.2zz");
        assertThat(new Position(Long.MAX_VALUE, Long.MAX_VALUE)).hasToString("d1y2p0ij32e8e7.d1y2p0ij32e8e7");
    }

    @Test
    void readsBackWhatItWrites() {
        for (Position position : samples()) {
            assertThat(Position.parse(position.toString())).contains(position);
        }
    }

    @Test
    void ordersTextsAsPositions() {
        List<Position> samples = samples();
        for (Position one : samples) {
            for (Position other : samples) {
                assertThat(Integer.signum(one.toString().compareTo(other.toString())))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.signum(one.compareTo(other)));
            }
        }
    }

    @Test
    void isFitForHeaderAndUrl() {
        assertThat(samples())
                .allSatisfy(position -> assertThat(position.toString())
                        .matches("[0-9a-z.]{5,29}")
                        .hasSizeLessThanOrEqualTo(Limits.POSITION_CHARS_MAX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "10",
                "10.",
                ".10",
                "10.10.10",
                "10..10",
                "1 0.10",
                " 10.10",
                "10.10 ",
                "10.10\n",
                "10.10\0",
                "00.10", // a count of no digits
                "0.0",
                "200.10", // a leading zero
                "10.201",
                "1a1.10", // count and digits disagree
                "20.10",
                "1A.10", // a capital
                "1-1.10",
                "2-1.10",
                "1\uff11.10", // a full-width 1
                "1\u0661.10", // an Arabic-Indic 1
                "\uff110.10",
                "d1y2p0ij32e8e8.10", // Long.MAX_VALUE + 1
                "10.d1y2p0ij32e8e8",
                "dzzzzzzzzzzzzz.10", // overflows more than once
                "e11111111111111.10", // a digit too many
                "10.10;drop table events",
                "11111111111111111111111111111111111111111111.10",
                "\ud83d\ude00.10"
            })
    void refusesWhatItWouldNotWrite(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }

    @Test
    void readsNothingThatItWouldWriteOtherwise() {
        Random random = new Random(SEED);
        String alphabet = "0123dz.1A";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(9); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Position.parse(text.toString())
                    .ifPresent(position -> assertThat(position).hasToString(text.toString()));
        }
    }

    @Test
    void refusesNegativeParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(0, 0).at(Long.MIN_VALUE));
    }

    @Test
    void comparesEpochBeforeOffset() {
        assertThat(new Position(2, 0).isAfter(new Position(1, Long.MAX_VALUE))).isTrue();
        assertThat(new Position(2, 1).isAfter(new Position(2, 1))).isFalse();
        assertThat(new Position(2, 1).at(9)).isEqualTo(new Position(2, 9));
    }

    /** Every edge where a number gains a digit, with its neighbours, and some in between. */
    private static List<Position> samples() {
        List<Long> numbers = new ArrayList<>(List.of(0L, 1L, Long.MAX_VALUE, Long.MAX_VALUE - 1));
        for (long power = 36; power > 0 && power < Long.MAX_VALUE / 36; power *= 36) {
            numbers.addAll(List.of(power - 1, power, power + 1));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 10; i++) {
            numbers.add(random.nextLong() >>> (1 + random.nextInt(62)));
        }
        List<Position> samples = new ArrayList<>();
        for (long epoch : numbers) {
            samples.add(new Position(epoch, 7));
            samples.add(new Position(7, epoch));
        }
        return samples;
    }
}
