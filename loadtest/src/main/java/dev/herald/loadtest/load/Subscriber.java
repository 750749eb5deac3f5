package dev.herald.loadtest.load;

import dev.herald.loadtest.load.SequenceCheck.Arrival;
import dev.herald.loadtest.wire.EventId;
import dev.herald.loadtest.wire.Requests;
import dev.herald.loadtest.wire.Values;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber over all its connections: what it has to receive, what it has received, and the id to resume from.
 *
 * <pre>
 * WAITING -> CONNECTING -> OPEN -> WAITING (lost; opened again after a while)
 *                       \-> REFUSED (for good)
 * </pre>
 *
 * Confined to the event loop of its {@link SubscriberLoop}.
 */
final class Subscriber {
    enum State {
        WAITING,
        CONNECTING,
        OPEN,
        REFUSED
    }

    final int number;
    final int target;
    final boolean stalls;
    final EventId lastEventId = new EventId();
    private final SequenceCheck check = new SequenceCheck();

    State state = State.WAITING;
    boolean openedOnce;
    boolean stalled;
    boolean inHerd;
    long retryMillis = -1; // as the server asked, or -1

    @Nullable
    StreamHandler stream;

    Subscriber(int number, int target, boolean stalls) {
        this.number = number;
        this.target = target;
        this.stalls = stalls;
    }

    void writeRequest(Requests requests, Values values, ByteBuf out) {
        requests.writeSubscribe(values, lastEventId, out);
    }

    /** The stream is open; what has been published before is owed only if the request named an id. */
    void beginStream(boolean publishing) {
        if (publishing && lastEventId.isEmpty()) {
            check.losePlace();
        }
    }

    /** Checks one event against what is owed, and counts it. */
    void accept(int eventTarget, int sequence, Counts counts) {
        counts.add(Count.DELIVERED);
        if (eventTarget != target) {
            counts.add(Count.MISROUTED);
            return;
        }
        Arrival arrival = check.accept(sequence);
        if (arrival == Arrival.DUPLICATE) {
            counts.add(Count.DUPLICATE);
        } else if (arrival == Arrival.REORDERED) {
            counts.add(Count.REORDERED);
        }
    }

    void reset() {
        check.losePlace();
    }

    long lost(Promised promised) {
        return check.lost(promised.issued()[target], promised.excusedOf(target));
    }

    long receivedThoughRefused(Promised promised) {
        return check.received(promised.refusedOf(target));
    }

    long skipped() {
        return check.skipped();
    }
}
