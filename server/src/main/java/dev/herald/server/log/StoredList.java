package dev.herald.server.log;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All stored events, oldest first, each in a numbered place until it is removed. Linked by those numbers, to take one out
 * of the middle; and whoever else keeps a number instead of a reference gives the collector nothing to follow up each time
 * that an event comes. Under the store's lock.
 */
final class StoredList {
    private static final int NONE = -1;
    private static final int CAPACITY_FIRST = 64;

    private @Nullable Stored[] places = new Stored[CAPACITY_FIRST];
    private int[] previous = new int[CAPACITY_FIRST];
    private int[] next = new int[CAPACITY_FIRST]; // of a place that was left: the one left before it
    private int left = NONE;
    private int used; // places that were ever taken
    private int first = NONE;
    private int last = NONE;
    private int size;

    @Nullable
    Stored first() {
        return first == NONE ? null : places[first];
    }

    @Nullable
    Stored last() {
        return last == NONE ? null : places[last];
    }

    int size() {
        return size;
    }

    /** @param place of one that was not removed */
    Stored at(int place) {
        Stored stored = places[place];
        if (stored == null) {
            throw new IllegalStateException("nothing is stored at " + place);
        }
        return stored;
    }

    /** Makes sure that the next {@link #addLast} needs no memory. */
    void makeRoom() {
        if (left == NONE && used == places.length) {
            @Nullable Stored[] morePlaces = Arrays.copyOf(places, 2 * used);
            int[] morePrevious = Arrays.copyOf(previous, 2 * used);
            int[] moreNext = Arrays.copyOf(next, 2 * used);
            places = morePlaces;
            previous = morePrevious;
            next = moreNext;
        }
    }

    /** After {@link #makeRoom}. */
    void addLast(Stored stored) {
        int place = freePlace();
        stored.place = place;
        places[place] = stored;
        previous[place] = last;
        next[place] = NONE;
        if (last == NONE) {
            first = place;
        } else {
            next[last] = place;
        }
        last = place;
        size++;
    }

    void remove(Stored stored) {
        int place = stored.place;
        if (previous[place] == NONE) {
            first = next[place];
        } else {
            next[previous[place]] = next[place];
        }
        if (next[place] == NONE) {
            last = previous[place];
        } else {
            previous[next[place]] = previous[place];
        }
        places[place] = null;
        next[place] = left;
        left = place;
        size--;
    }

    private int freePlace() {
        if (left != NONE) {
            int place = left;
            left = next[place];
            return place;
        }
        return used++;
    }
}
