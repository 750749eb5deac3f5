package dev.herald.loadtest.load;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What has been published to each target. Confined to the publisher's event loop. */
final class Ledger {
    private final int[] issued;
    private final Map<Integer, BitSet> excused = new HashMap<>();

    Ledger(int targets) {
        this.issued = new int[targets];
    }

    /** The next sequence number of this target. */
    int issue(int target) {
        return ++issued[target];
    }

    /** Nobody has to receive this event: it was refused, or its fate is unknown. */
    void excuse(int target, int sequence) {
        excused.computeIfAbsent(target, any -> new BitSet()).set(sequence);
    }

    /** What has to be delivered, for reading on any thread; for use when publishing has ended. */
    Promised close() {
        Map<Integer, Excused> copy = new HashMap<>();
        excused.forEach((target, numbers) -> copy.put(target, new Excused((BitSet) numbers.clone())));
        return new Promised(issued.clone(), Map.copyOf(copy));
    }
}
