package dev.herald.server.log;

import java.util.Arrays;

/** The events of one topic that are still held: a ring that grows, oldest first. Under the store's lock. */
final class TopicHistory {
    private static final int CAPACITY_FIRST = 4;

    private Stored[] ring = new Stored[CAPACITY_FIRST];
    private int head;
    private int size;
    private long bytes;
    private long lostUpTo;

    TopicHistory(long lostUpTo) {
        this.lostUpTo = lostUpTo;
    }

    /** The offset of the last event of this topic that is no longer held, 0 if none. */
    long lostUpTo() {
        return lostUpTo;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isOver(LogConfig config) {
        return size > config.eventsPerTopicMax() || (size > 1 && bytes > config.bytesPerTopicMax());
    }

    Stored first() {
        return at(0);
    }

    void add(Stored stored) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) % ring.length] = stored;
        size++;
        bytes += stored.bytes();
    }

    @SuppressWarnings("NullAway") // the slot is outside the ring's live part from here on
    void removeFirst() {
        Stored first = at(0);
        ring[head] = null;
        head = (head + 1) % ring.length;
        size--;
        bytes -= first.bytes();
        lostUpTo = first.offset;
    }

    Reader after(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).offset <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return new Reader(low);
    }

    private Stored at(int index) {
        return ring[(head + index) % ring.length];
    }

    private void grow() {
        Stored[] larger = Arrays.copyOf(ring, ring.length * 2);
        for (int i = 0; i < size; i++) {
            larger[i] = at(i);
        }
        ring = larger;
        head = 0;
    }

    /** Walks on from one index; ordered by the offset that comes next. Under the store's lock, like the history. */
    final class Reader implements Comparable<Reader> {
        private int index;

        private Reader(int index) {
            this.index = index;
        }

        boolean hasNext() {
            return index < size;
        }

        Stored next() {
            return at(index++);
        }

        @Override
        public int compareTo(Reader other) {
            return Long.compare(nextOffset(), other.nextOffset());
        }

        private long nextOffset() {
            return at(index).offset;
        }
    }
}
