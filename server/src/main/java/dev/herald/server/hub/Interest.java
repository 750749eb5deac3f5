package dev.herald.server.hub;

import dev.herald.protocol.Topic;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which topics an event loop has streams of: a counting filter of fixed size, so that a million users cost nothing more
 * here. It may claim a topic that is not there, which costs one needless hand-over; it never denies one that is.
 * Thread-safe: the loop counts, the log's tail asks.
 */
final class Interest {
    private static final int SLOTS = 1 << 16;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(SLOTS);

    void add(Topic topic) {
        counts.incrementAndGet(slot(topic));
    }

    void remove(Topic topic) {
        counts.decrementAndGet(slot(topic));
    }

    boolean mayHave(Topic topic) {
        return counts.get(slot(topic)) > 0;
    }

    private static int slot(Topic topic) {
        int hash = topic.hashCode();
        return (hash ^ hash >>> 16) & (SLOTS - 1);
    }
}
