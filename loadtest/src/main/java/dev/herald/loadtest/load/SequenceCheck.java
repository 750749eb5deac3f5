package dev.herald.loadtest.load;

import org.jspecify.annotations.Nullable;

/**
 * Checks what one subscriber receives of its target: every sequence number from 1 once, in order.
 *
 * <p>A subscriber that cannot say where it left off (no id yet, or the server answered {@code reset}) does not know
 * what it is owed before the next event; what lies between is counted as skipped, not as lost. Confined to the
 * channel's event loop.
 */
final class SequenceCheck {
    /** How an event came. */
    enum Arrival {
        IN_ORDER,
        /** One or more before it are missing so far. */
        AFTER_GAP,
        REORDERED,
        DUPLICATE
    }

    private int highest;
    private boolean adrift;
    private @Nullable MissingRanges skipped;
    private @Nullable MissingRanges missing;

    Arrival accept(int sequence) {
        if (sequence <= highest) {
            boolean late =
                    (missing != null && missing.remove(sequence)) || (skipped != null && skipped.remove(sequence));
            return late ? Arrival.REORDERED : Arrival.DUPLICATE;
        }
        int gap = sequence - highest - 1;
        int before = highest;
        highest = sequence;
        if (adrift) {
            adrift = false;
            if (gap > 0) {
                skipped = skipped == null ? new MissingRanges() : skipped;
                skipped.add(before + 1, sequence - 1);
            }
            return Arrival.IN_ORDER;
        }
        if (gap == 0) {
            return Arrival.IN_ORDER;
        }
        if (missing == null) {
            missing = new MissingRanges();
        }
        missing.add(before + 1, sequence - 1);
        return Arrival.AFTER_GAP;
    }

    /** From here on, what comes before the next event is not owed. */
    void losePlace() {
        adrift = true;
    }

    /** Events that were not owed, as the place was lost. */
    long skipped() {
        return skipped == null ? 0 : skipped.count(Excused.NONE);
    }

    /** How many of these have come; too few, never too many, where it has been forgotten what was missing. */
    long received(Excused numbers) {
        int known = highest;
        known = missing == null ? known : Math.min(known, missing.known());
        known = skipped == null ? known : Math.min(known, skipped.known());
        long count = numbers.between(1, known);
        count -= missing == null ? 0 : missing.of(numbers, known);
        count -= skipped == null ? 0 : skipped.of(numbers, known);
        return count;
    }

    /** Events missing, if {@code issued} have been published to the target. */
    long lost(int issued, Excused excused) {
        long inGaps = missing == null ? 0 : missing.count(excused);
        if (adrift || issued <= highest) {
            return inGaps;
        }
        return inGaps + issued - highest - excused.between(highest + 1, issued);
    }
}
