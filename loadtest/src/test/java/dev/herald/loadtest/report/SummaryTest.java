package dev.herald.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.loadtest.load.Latencies;
import dev.herald.loadtest.load.Metric;
import dev.herald.loadtest.load.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void warnsOfALoopThatIsSaturated() {
        assertThat(summary(Map.of(Metric.TOOL_CORES, 1.2, Metric.TOOL_BUSIEST_LOOP, 0.89)))
                .contains("This tool  1.20 cores")
                .doesNotContain("SATURATED");
        assertThat(summary(Map.of(Metric.TOOL_CORES, 1.2, Metric.TOOL_BUSIEST_LOOP, 0.9)))
                .contains("SATURATED: an event loop used 0.90 of a core");
    }

    @Test
    void doesNotTakeWhatIsNotKnownForNone() {
        assertThat(summary(Map.of())).contains("This tool  CPU is not known");
    }

    private static String summary(Map<Metric, Double> figures) {
        return Summary.of(new Outcome(figures, new Latencies(), List.of(), Map.of()));
    }
}
