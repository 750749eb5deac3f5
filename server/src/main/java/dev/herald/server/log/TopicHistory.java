package dev.herald.server.log;

import dev.herald.protocol.Topic;
import java.util.List;

/** The events of one topic that are still held: a ring of their places that grows, oldest first. Under the store's lock. */
final class TopicHistory {
    private static final int CAPACITY_FIRST = 4;

    private final StoredList all;
    private final Topic topic;
    private final List<TopicHistory> alone = List.of(this); // what nearly every event is held by
    private int[] ring = new int[CAPACITY_FIRST];
    private int head;
    private int size;
    private long bytes;
    private long lostUpTo;

    TopicHistory(StoredList all, Topic topic, long lostUpTo) {
        this.all = all;
        this.topic = topic;
        this.lostUpTo = lostUpTo;
    }

    Topic topic() {
        return topic;
    }

    List<TopicHistory> alone() {
        return alone;
    }

    /** The offset of the last event of this topic that is no longer held, 0 if none. */
    long lostUpTo() {
        return lostUpTo;
    }

    int size() {
        return size;
    }

    boolean isOver(LogConfig config) {
        return size > config.eventsPerTopicMax() || (size > 1 && bytes > config.bytesPerTopicMax());
    }

    Stored first() {
        return at(0);
    }

    boolean beginsWith(Stored stored) {
        return size > 0 && at(0) == stored;
    }

    /** Makes sure that the next {@link #add} needs no memory. */
    void makeRoom() {
        if (size == ring.length) {
            grow();
        }
    }

    /**
     * After {@link #makeRoom}.
     *
     * @param stored in the list of all already
     */
    void add(Stored stored) {
        ring[(head + size) % ring.length] = stored.place;
        size++;
        bytes += stored.bytes();
    }

    /** Before it is removed from the list of all. */
    void removeFirst() {
        Stored first = at(0);
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
        return all.at(ring[(head + index) % ring.length]);
    }

    private void grow() {
        int[] larger = new int[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(head + i) % ring.length];
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
