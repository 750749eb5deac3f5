package dev.herald.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.herald.loadtest.load.Latencies;
import dev.herald.loadtest.load.Metric;
import dev.herald.loadtest.load.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    private final Outcome outcome = new Outcome(
            Map.of(Metric.P99, 100.0, Metric.LOST, 3.0, Metric.SERVER_CPU_PER_DELIVERY, 5.5),
            new Latencies(),
            List.of(),
            Map.of());

    @ParameterizedTest
    @CsvSource({
        "p99>99ms, true",
        "p99>100ms, false",
        "p99>=100ms, true",
        "p99>0.0999s, true",
        "p99 > 100000us, false",
        "p99<100, false",
        "p99<=100, true",
        "lost>2, true",
        "lost>3, false",
        "server-cpu-per-delivery>5us, true",
        "server-cpu-per-delivery>0.006ms, false",
        "p50>1h, "
    })
    void comparesTheFigureInItsUnit(String rule, Boolean fails) {
        if (fails == null) {
            assertThatIllegalArgumentException().isThrownBy(() -> Threshold.parse(rule));
        } else {
            assertThat(Threshold.parse(rule).violation(outcome).isPresent()).isEqualTo(fails);
        }
    }

    @Test
    void saysWhatTheFigureIs() {
        assertThat(Threshold.parse("p99>50ms").violation(outcome)).contains("p99>50ms: it is 100 ms");
        assertThat(Threshold.parse("lost>0").violation(outcome)).contains("lost>0: it is 3");
    }

    @Test
    void failsWhereNothingWasMeasured() {
        assertThat(Threshold.parse("herd-time>9s").violation(outcome))
                .contains("herd-time>9s: herd-time was not measured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p99", "p99=3", "p99>x", "nonsense>3", "lost>3ms", "p99>3MB", ">3", "p99>-1"})
    void refusesWhatIsNoRule(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Threshold.parse(text));
    }
}
