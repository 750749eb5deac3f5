package dev.herald.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.herald.loadtest.load.Latencies;
import dev.herald.loadtest.load.Metric;
import dev.herald.loadtest.load.Outcome;
import dev.herald.loadtest.report.Verdict.Streams;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    private final Map<Metric, Double> figures = new EnumMap<>(Map.of(Metric.DELIVERED, 10.0));

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNOPENED",
                "REFUSED",
                "DISCONNECTS",
                "HERD_MISSING",
                "PUBLISH_REFUSED",
                "PUBLISH_UNKNOWN",
                "UNSENT",
                "LOST",
                "DUPLICATES",
                "REORDERED",
                "MISROUTED",
                "DELIVERED_REFUSED"
            })
    void failsByASingleFault(Metric fault) {
        figures.put(fault, 0.0);
        assertThat(violations(Streams.LEFT_ALONE)).isEmpty();
        figures.put(fault, 1.0);
        assertThat(violations(Streams.LEFT_ALONE)).containsExactly(fault.text() + ">0: it is 1");
    }

    @Test
    void failsIfNothingWasDelivered() {
        figures.put(Metric.DELIVERED, 0.0);
        assertThat(violations(Streams.LEFT_ALONE)).containsExactly("delivered<1: it is 0");
    }

    @Test
    void asksForNoDeliveriesWhereNothingWasPublished() {
        figures.remove(Metric.DELIVERED);
        assertThat(violations(Streams.LEFT_ALONE)).isEmpty();
    }

    @Test
    void letsStreamsEndThatWereDisturbed() {
        figures.put(Metric.DISCONNECTS, 3.0);
        assertThat(violations(Streams.DISTURBED)).isEmpty();
        assertThat(violations(Streams.DISTURBED, "disconnects>2")).containsExactly("disconnects>2: it is 3");
    }

    @Test
    void addsTheRulesGivenToTheDefaults() {
        figures.put(Metric.P99, 200.0);
        figures.put(Metric.DUPLICATES, 1.0);
        assertThat(violations(Streams.LEFT_ALONE, "p99>100ms"))
                .containsExactly("p99>100ms: it is 200 ms", "duplicates>0: it is 1");
    }

    @Test
    void aRuleGivenReplacesTheDefaultForItsFigureOnly() {
        figures.put(Metric.LOST, 20.0);
        figures.put(Metric.MISROUTED, 1.0);
        assertThat(violations(Streams.LEFT_ALONE, "lost>20")).containsExactly("misrouted>0: it is 1");
    }

    @Test
    void rulesOfOneFigureAllHold() {
        figures.put(Metric.LOST, 20.0);
        assertThat(violations(Streams.LEFT_ALONE, "lost>30", "lost<25")).containsExactly("lost<25: it is 20");
    }

    @Test
    void aRuleGivenFailsWhereNothingWasMeasured() {
        assertThat(violations(Streams.LEFT_ALONE, "herd-missing>0"))
                .containsExactly("herd-missing>0: herd-missing was not measured");
    }

    @Test
    void refusesWhatIsNoRule() {
        assertThatIllegalArgumentException().isThrownBy(() -> Verdict.of(List.of("lost"), Streams.LEFT_ALONE));
    }

    private List<String> violations(Streams streams, String... rules) {
        return Verdict.of(List.of(rules), streams)
                .violations(new Outcome(figures, new Latencies(), List.of(), Map.of()));
    }
}
