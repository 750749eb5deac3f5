package dev.herald.loadtest.load;

import java.util.List;

/**
 * What did not come, or should not have, over the streams that were open at least once.
 *
 * @param lost events owed and not received
 * @param lossyStreams streams that miss one or more
 * @param skipped events not owed, as the stream had no id to resume from or was told {@code reset}
 * @param refused events received though their publish was refused
 * @param herdRest streams of the herd that have not come back, those refused for good among them
 * @param herdNanos from the closing of the herd until the last stream was back
 */
record Shortfall(long lost, int lossyStreams, long skipped, long refused, int herdRest, long herdNanos) {
    static Shortfall sum(List<Shortfall> parts) {
        Shortfall sum = new Shortfall(0, 0, 0, 0, 0, 0);
        for (Shortfall part : parts) {
            sum = new Shortfall(
                    sum.lost + part.lost,
                    sum.lossyStreams + part.lossyStreams,
                    sum.skipped + part.skipped,
                    sum.refused + part.refused,
                    sum.herdRest + part.herdRest,
                    Math.max(sum.herdNanos, part.herdNanos));
        }
        return sum;
    }
}
