package dev.herald.server.log;

import org.jspecify.annotations.Nullable;

/** All stored events, oldest first. Linked through the events themselves, to take one out of the middle. Under the store's lock. */
final class StoredList {
    private @Nullable Stored first;
    private @Nullable Stored last;
    private int size;

    @Nullable
    Stored first() {
        return first;
    }

    int size() {
        return size;
    }

    void addLast(Stored stored) {
        stored.previous = last;
        if (last == null) {
            first = stored;
        } else {
            last.next = stored;
        }
        last = stored;
        size++;
    }

    void remove(Stored stored) {
        if (stored.previous == null) {
            first = stored.next;
        } else {
            stored.previous.next = stored.next;
        }
        if (stored.next == null) {
            last = stored.previous;
        } else {
            stored.next.previous = stored.previous;
        }
        stored.previous = null;
        stored.next = null;
        size--;
    }
}
