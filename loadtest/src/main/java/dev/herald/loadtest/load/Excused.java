package dev.herald.loadtest.load;

import java.util.BitSet;

/** The sequence numbers of one target that nobody has to receive, since the server never promised them. Immutable. */
record Excused(BitSet numbers) {
    static final Excused NONE = new Excused(new BitSet());

    /** How many of them are in {@code first..last}. */
    int between(int first, int last) {
        int count = 0;
        for (int i = numbers.nextSetBit(first); i >= 0 && i <= last; i = numbers.nextSetBit(i + 1)) {
            count++;
        }
        return count;
    }
}
