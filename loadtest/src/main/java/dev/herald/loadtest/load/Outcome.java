package dev.herald.loadtest.load;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has shown.
 *
 * @param figures those that were measured
 * @param delivery latencies of delivery
 * @param reasons why streams were not opened or publishes not taken, and how often
 */
public record Outcome(
        Map<Metric, Double> figures, Latencies delivery, List<Second> timeline, Map<String, Long> reasons) {
    public Outcome {
        figures = Map.copyOf(figures);
        timeline = List.copyOf(timeline);
        reasons = Map.copyOf(reasons);
    }

    public Optional<Double> figure(Metric metric) {
        return Optional.ofNullable(figures.get(metric));
    }

    /** The figure, or 0 where it was not measured. */
    public double of(Metric metric) {
        return figures.getOrDefault(metric, 0.0);
    }
}
