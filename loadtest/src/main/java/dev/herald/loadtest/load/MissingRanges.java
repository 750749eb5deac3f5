package dev.herald.loadtest.load;

import java.util.Arrays;

/**
 * The sequence numbers that a stream has skipped so far, as ranges in ascending order. Beyond 4,096 ranges only their
 * sum is kept: these stay missing even if they come. Confined to the channel's event loop.
 */
final class MissingRanges {
    static final int RANGES_MAX = 4_096;

    private int[] bounds = new int[4]; // first and last of each range
    private int length;
    private long forgotten;
    private int known = Integer.MAX_VALUE; // nothing up to here was forgotten

    /** Adds a range behind all others. */
    void add(int first, int last) {
        if (length == 2 * RANGES_MAX) {
            forget(first, last);
            return;
        }
        insert(length, first, last);
    }

    /** Takes one number out; whether it was missing. */
    boolean remove(int number) {
        for (int i = 0; i < length; i += 2) {
            if (number >= bounds[i] && number <= bounds[i + 1]) {
                removeFrom(i, number);
                return true;
            }
        }
        return false;
    }

    /** How many are missing that were not excused. */
    long count(Excused excused) {
        long count = forgotten;
        for (int i = 0; i < length; i += 2) {
            count += bounds[i + 1] - bounds[i] + 1L;
        }
        return count - of(excused, Integer.MAX_VALUE);
    }

    /** How many of these, up to {@code last}, are missing and not forgotten. */
    long of(Excused numbers, int last) {
        long count = 0;
        for (int i = 0; i < length; i += 2) {
            count += numbers.between(bounds[i], Math.min(last, bounds[i + 1]));
        }
        return count;
    }

    /** The number up to which it is known of each whether it is missing. */
    int known() {
        return known;
    }

    private void forget(int first, int last) {
        forgotten += last - first + 1L;
        known = Math.min(known, first - 1);
    }

    private void removeFrom(int i, int number) {
        int first = bounds[i];
        int last = bounds[i + 1];
        if (first == last) {
            System.arraycopy(bounds, i + 2, bounds, i, length - i - 2);
            length -= 2;
        } else if (number == first) {
            bounds[i]++;
        } else if (number == last) {
            bounds[i + 1]--;
        } else if (length == 2 * RANGES_MAX) {
            forget(number + 1, last);
            bounds[i + 1] = number - 1;
        } else {
            bounds[i + 1] = number - 1;
            insert(i + 2, number + 1, last);
        }
    }

    private void insert(int at, int first, int last) {
        if (length == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * length);
        }
        System.arraycopy(bounds, at, bounds, at + 2, length - at);
        bounds[at] = first;
        bounds[at + 1] = last;
        length += 2;
    }
}
