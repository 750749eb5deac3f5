package dev.herald.loadtest.load;

import java.util.List;

/**
 * What one loop, or all loops together, have seen.
 *
 * @param counts since the run began
 * @param reasons why streams were not opened or publishes not taken, since the run began
 * @param open streams open now
 * @param delivery from the intended time of sending to the subscriber, since the sample before, as are all latencies
 * @param opening from connecting to the response head, streams opened for the first time
 * @param reopening the same, streams opened again
 * @param acknowledgement from the intended time of sending to the publisher's answer
 * @param sendLag from the intended to the real time of sending: the tool's own lateness, and the server's back-pressure
 */
record Sample(
        Counts counts,
        Reasons reasons,
        int open,
        Latencies delivery,
        Latencies opening,
        Latencies reopening,
        Latencies acknowledgement,
        Latencies sendLag) {

    static Sample sum(List<Sample> samples) {
        LoopStats sum = new LoopStats();
        for (Sample sample : samples) {
            sum.counts.addAll(sample.counts);
            sum.reasons.addAll(sample.reasons);
            sum.open += sample.open;
            sum.delivery.addAll(sample.delivery);
            sum.opening.addAll(sample.opening);
            sum.reopening.addAll(sample.reopening);
            sum.acknowledgement.addAll(sample.acknowledgement);
            sum.sendLag.addAll(sample.sendLag);
        }
        return sum.take();
    }
}
