package dev.herald.loadtest.load;

import java.util.Map;

/**
 * What the subscribers of each target have to receive: {@code 1..issued[target]} but the excused, of which the refused
 * must not come. Immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Promised(int[] issued, Map<Integer, Excused> excused, Map<Integer, Excused> refused) {
    Excused excusedOf(int target) {
        return excused.getOrDefault(target, Excused.NONE);
    }

    Excused refusedOf(int target) {
        return refused.getOrDefault(target, Excused.NONE);
    }
}
