package dev.herald.loadtest.load;

import java.util.concurrent.TimeUnit;

/**
 * When events are due and who sends them: event n of all is for target n modulo the targets, at a steady rate. A target
 * belongs to one lane, so that its events keep their order. Immutable.
 *
 * @param events of all lanes
 * @param batch so many events in a row go to the same lane, if each lane has targets for so many
 */
record Schedule(long startNanos, double perSecond, long events, int targets, int lanes, int batch) {
    Schedule {
        batch = Math.max(1, Math.min(batch, targets / lanes));
    }

    /** When event {@code number} is due; {@code Long.MAX_VALUE} behind the last. */
    long dueNanos(long number) {
        return number >= events
                ? Long.MAX_VALUE
                : startNanos + (long) (number * (double) TimeUnit.SECONDS.toNanos(1) / perSecond);
    }

    int laneOfTarget(int target) {
        return target / batch % lanes;
    }

    int laneOf(long number) {
        return laneOfTarget((int) (number % targets));
    }
}
