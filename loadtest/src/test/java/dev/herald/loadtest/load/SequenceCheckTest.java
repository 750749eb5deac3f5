package dev.herald.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.loadtest.load.SequenceCheck.Arrival;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
    private final SequenceCheck check = new SequenceCheck();

    @Test
    void acceptsWhatComesInOrder() {
        assertThat(arrivals(1, 2, 3)).containsOnly(Arrival.IN_ORDER);
        assertThat(check.lost(3, Excused.NONE)).isZero();
    }

    @Test
    void missesGapsAndTheEnd() {
        assertThat(arrivals(2, 5)).containsExactly(Arrival.AFTER_GAP, Arrival.AFTER_GAP);
        assertThat(check.lost(7, Excused.NONE)).isEqualTo(5);
    }

    @Test
    void tellsALateEventFromASecondOne() {
        assertThat(arrivals(1, 4, 3, 3, 1, 2))
                .containsExactly(
                        Arrival.IN_ORDER,
                        Arrival.AFTER_GAP,
                        Arrival.REORDERED,
                        Arrival.DUPLICATE,
                        Arrival.DUPLICATE,
                        Arrival.REORDERED);
        assertThat(check.lost(4, Excused.NONE)).isZero();
    }

    @Test
    void doesNotMissWhatIsExcused() {
        BitSet excused = new BitSet();
        excused.set(2);
        excused.set(5);
        arrivals(1, 4);
        assertThat(check.lost(6, new Excused(excused))).as("3 and 6").isEqualTo(2);
    }

    @Test
    void isNotOwedWhatCameWhileItsPlaceWasLost() {
        arrivals(1);
        check.losePlace();
        assertThat(check.lost(9, Excused.NONE)).isZero();
        assertThat(arrivals(5, 7)).containsExactly(Arrival.IN_ORDER, Arrival.AFTER_GAP);
        assertThat(check.skipped()).isEqualTo(3);
        assertThat(check.lost(7, Excused.NONE)).isEqualTo(1);
    }

    @Test
    void knowsASkippedEventThatComesLate() {
        check.losePlace();
        assertThat(arrivals(5, 3, 3)).containsExactly(Arrival.IN_ORDER, Arrival.REORDERED, Arrival.DUPLICATE);
        assertThat(check.skipped()).isEqualTo(3);
    }

    @Test
    void tellsWhichHaveCome() {
        BitSet some = new BitSet();
        some.set(1, 10);
        arrivals(1, 4, 3); // 2 is missing
        check.losePlace();
        arrivals(7); // 5 and 6 are skipped, 8 and 9 are yet to come
        assertThat(check.received(new Excused(some))).as("1, 3, 4 and 7").isEqualTo(4);
    }

    @Test
    void doesNotTellWhatCameAmongGapsBeyondTheBound() {
        BitSet some = new BitSet();
        int sequence = 0;
        for (int i = 0; i < MissingRanges.RANGES_MAX + 2; i++) {
            some.set(sequence + 1);
            sequence += 2;
            check.accept(sequence);
        }
        assertThat(check.received(new Excused(some))).isZero();
        some.set(2);
        assertThat(check.received(new Excused(some))).isEqualTo(1);
    }

    @Test
    void agreesWithASetWhateverTheOrder() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Integer> sent = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                for (int copies = random.nextInt(3); copies > 0; copies--) {
                    sent.add(i);
                }
            }
            Collections.shuffle(sent, random);
            SequenceCheck checked = new SequenceCheck();
            Set<Integer> seen = new HashSet<>();
            for (int sequence : sent) {
                boolean isNew = seen.add(sequence);
                assertThat(checked.accept(sequence) != Arrival.DUPLICATE).isEqualTo(isNew);
            }
            assertThat(checked.lost(100, Excused.NONE)).isEqualTo(100 - seen.size());
        }
    }

    @Test
    void keepsOnlyTheSumOfGapsBeyondTheBound() {
        int sequence = 0;
        for (int i = 0; i < MissingRanges.RANGES_MAX + 1; i++) {
            sequence += 2;
            check.accept(sequence);
        }
        assertThat(check.lost(sequence, Excused.NONE)).isEqualTo(MissingRanges.RANGES_MAX + 1);
        assertThat(check.accept(2 * MissingRanges.RANGES_MAX - 1)).isEqualTo(Arrival.REORDERED);
        assertThat(check.accept(2 * MissingRanges.RANGES_MAX + 1))
                .as("forgotten")
                .isEqualTo(Arrival.DUPLICATE);
    }

    private List<Arrival> arrivals(int... sequences) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int sequence : sequences) {
            arrivals.add(check.accept(sequence));
        }
        return arrivals;
    }
}
