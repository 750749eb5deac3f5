package dev.herald.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    @Test
    void eventsAreDueAtASteadyRateUntilTheLast() {
        Schedule schedule = new Schedule(5_000, 2_000, 3, 2, 1, 1);
        assertThat(schedule.dueNanos(0)).isEqualTo(5_000);
        assertThat(schedule.dueNanos(2)).isEqualTo(1_005_000);
        assertThat(schedule.dueNanos(3)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void neighboursShareALaneUpToTheBatch() {
        Schedule schedule = new Schedule(0, 1, 100, 10, 2, 4);
        assertThat(IntStream.range(0, 12).map(schedule::laneOf)).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 1, 16", "20, 3, 128", "10000, 256, 4", "256, 256, 4", "7, 7, 1", "9, 4, 3"})
    void everyLaneHasTargetsAndAboutAsManyAsTheOthers(int targets, int lanes, int batch) {
        Schedule schedule = new Schedule(0, 1, 1, targets, lanes, batch);
        int[] counts = new int[lanes];
        IntStream.range(0, targets).forEach(target -> counts[schedule.laneOfTarget(target)]++);
        assertThat(IntStream.of(counts)).allMatch(count -> count > 0 && count <= targets / lanes + batch);
    }
}
