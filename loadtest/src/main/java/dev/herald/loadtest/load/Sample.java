package dev.herald.loadtest.load;

import java.util.List;

/**
 * What one loop, or all loops together, have seen.
 *
 * @param counts since the run began
 * @param reasons why streams were not opened or publishes not taken, since the run began
 * @param open streams open now
 * @param busiestCores CPU seconds a second of the loop that uses most, since the sample before
 * @param delivery from the intended time of sending to the subscriber, since the sample before, as are all latencies
 * @param opening from connecting to the response head, streams opened for the first time
 * @param reopening the same, streams opened again
 * @param acknowledgement from the intended time of sending to the publisher's answer
 * @param sendLag the tool's own lateness in sending: from when an event was due and the server had room for it
 */
record Sample(
        Counts counts,
        Reasons reasons,
        int open,
        double busiestCores,
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
            sum.cores = Math.max(sum.cores, sample.busiestCores);
            sum.delivery.addAll(sample.delivery);
            sum.opening.addAll(sample.opening);
            sum.reopening.addAll(sample.reopening);
            sum.acknowledgement.addAll(sample.acknowledgement);
            sum.sendLag.addAll(sample.sendLag);
        }
        return sum.take();
    }
}
