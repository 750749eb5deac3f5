package dev.herald.loadtest.load;

/**
 * One step of a run's timeline, about a second.
 *
 * @param at seconds since the run began
 * @param deliveriesPerSecond over this step
 * @param problems all that went wrong so far: streams, publishes, deliveries
 * @param serverCores CPU seconds a second, 0 if they are not known
 * @param serverMegabytes resident, 0 if they are not known
 * @param toolCores CPU seconds a second, 0 if they are not known
 */
public record Second(
        double at,
        Phase phase,
        int open,
        double deliveriesPerSecond,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        long problems,
        double serverCores,
        double serverMegabytes,
        double toolCores) {}
