package dev.herald.loadtest.proxy;

import java.time.Duration;

/**
 * Faults to inject all the time.
 *
 * @param delay added in each direction
 * @param cutShare the share of the connections, 0 to 1, that are reset each second
 * @param stalledShare the share of the connections, 0 to 1, that stand still for a second, chosen anew each second
 */
public record FaultPlan(Duration delay, double cutShare, double stalledShare) {
    public FaultPlan {
        if (delay.isNegative() || !isShare(cutShare) || !isShare(stalledShare)) {
            throw new IllegalArgumentException("a delay is not negative, a share is from 0 to 1");
        }
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }
}
