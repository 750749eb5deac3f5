package dev.herald.server.hub;

import dev.herald.protocol.Position;
import dev.herald.server.log.Entry;

/** What the hub delivers to: an open stream. Confined to the event loop of its channel. */
public interface Subscriber {
    /**
     * Takes a frame, if it is this subscriber's turn for it.
     *
     * @return whether it was written, and now waits for {@link #flush}
     */
    boolean deliver(Frame frame);

    /** Takes a frame as {@link #deliver} does and sends it, with whatever waits for a flush, while its channel is warm. */
    boolean send(Frame frame);

    /** Whether something was written since the last flush. */
    boolean awaitsFlush();

    /** Sends what was written since the last flush; without effect if that is nothing. */
    void flush();

    /** What came after the one position and up to the other may not have been handed over: the log knows. */
    void missed(Position after, Position upTo);

    /** Acts on a control record about the subscriber's user. */
    void obey(Entry.Control control);

    /** Something went wrong while it was given something, or flushed: ends the subscriber. Does not throw. */
    void failed(Throwable cause);
}
