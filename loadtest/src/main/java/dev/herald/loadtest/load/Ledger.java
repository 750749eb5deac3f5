package dev.herald.loadtest.load;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What has been published to each target. Confined to the publisher's event loop. */
final class Ledger {
    private final int[] issued;
    private final Map<Integer, BitSet> excused = new HashMap<>();
    private final Map<Integer, BitSet> refused = new HashMap<>();

    Ledger(int targets) {
        this.issued = new int[targets];
    }

    /** The next sequence number of this target. */
    int issue(int target) {
        return ++issued[target];
    }

    /** Nobody has to receive this event: it was not taken, or its fate is unknown. */
    void excuse(int target, int sequence) {
        excused.computeIfAbsent(target, any -> new BitSet()).set(sequence);
    }

    /** Nobody may receive this event: the publisher was told that it is wrong, and goes on as if it had never been. */
    void refuse(int target, int sequence) {
        excuse(target, sequence);
        refused.computeIfAbsent(target, any -> new BitSet()).set(sequence);
    }

    /** What has to be delivered, for reading on any thread; for use when publishing has ended. */
    Promised close() {
        return new Promised(issued.clone(), copy(excused), copy(refused));
    }

    private static Map<Integer, Excused> copy(Map<Integer, BitSet> numbers) {
        Map<Integer, Excused> copy = new HashMap<>();
        numbers.forEach((target, some) -> copy.put(target, new Excused((BitSet) some.clone())));
        return Map.copyOf(copy);
    }
}
