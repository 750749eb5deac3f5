package dev.herald.server.http;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests have begun to arrive and are not answered yet, on all connections; what a server that stops waits
 * for. A stream counts until it is open. Thread-safe.
 */
public final class RequestsUnderWay {
    private final LongAdder count = new LongAdder();

    void begun() {
        count.increment();
    }

    void done() {
        count.decrement();
    }

    /** As of about now. */
    public long count() {
        return count.sum();
    }
}
