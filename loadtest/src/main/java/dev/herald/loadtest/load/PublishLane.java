package dev.herald.loadtest.load;

import dev.herald.loadtest.wire.Requests;
import dev.herald.loadtest.wire.Stamp;
import dev.herald.loadtest.wire.Values;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * A publishing connection's share of the events: those for some of the targets, which no other lane publishes to. Sends
 * each when it is due, however long the answers take, up to the bound of unanswered ones; an event held back by
 * that bound keeps its intended time. Confined to the publisher's event loop.
 */
final class PublishLane {
    private final Run run;
    private final Requests requests;
    private final Ledger ledger;
    private final LoopStats stats;
    private final int[] targets;
    private final Values[] values; // of each of the targets
    private final byte[] payload;
    private final Schedule schedule;

    // The ring of unanswered publishes, oldest first.
    private final int[] ringTargets;
    private final int[] ringSequences;
    private final long[] ringIntended;
    private int first;
    private int inFlight;
    private int sent; // of those in flight, on this connection

    private long next; // counts the events of this lane
    private long roomNanos; // since when the server has had room for an event, after it had none
    private @Nullable Channel channel;

    PublishLane(
            int[] targets,
            Values[] values,
            byte[] payload,
            int inFlightMax,
            Run run,
            Requests requests,
            Ledger ledger,
            LoopStats stats,
            Schedule schedule) {
        this.targets = targets;
        this.values = values;
        this.payload = payload;
        this.run = run;
        this.requests = requests;
        this.ledger = ledger;
        this.stats = stats;
        this.schedule = schedule;
        this.ringTargets = new int[inFlightMax];
        this.ringSequences = new int[inFlightMax];
        this.ringIntended = new long[inFlightMax];
    }

    /** When the next event is due, in nanoseconds of the run; {@code Long.MAX_VALUE} after the last. */
    private long dueNanos() {
        long round = next / targets.length;
        return schedule.dueNanos(round * schedule.targets() + targets[(int) (next % targets.length)]);
    }

    boolean isDone() {
        return dueNanos() == Long.MAX_VALUE && inFlight == 0;
    }

    /** Sends what is due and fits. */
    void pump() {
        pump(run.now());
    }

    /** Sends, in one write, what is due now and fits; what does not fit is sent when answers or a connection come. */
    void pump(long now) {
        Channel open = channel;
        if (open == null || !open.isActive()) {
            return;
        }
        if (inFlight == ringTargets.length && run.isMeasured(now)) {
            // A server that fell behind in the warm-up is measured by the measured events, not by those before.
            skipUntil(run.measuredFrom());
        }
        if (sent == inFlight && (inFlight == ringTargets.length || dueNanos() > now)) {
            return;
        }
        ByteBuf out = open.alloc().directBuffer(4_096);
        while (sent < inFlight) {
            write(slot(sent++), out);
        }
        while (inFlight < ringTargets.length && dueNanos() <= now) {
            long intended = dueNanos();
            int slot = slot(inFlight);
            ringTargets[slot] = (int) (next % targets.length);
            ringSequences[slot] = ledger.issue(targets[ringTargets[slot]]);
            ringIntended[slot] = intended;
            next++;
            inFlight++;
            sent++;
            write(slot, out);
            if (run.isMeasured(intended)) {
                // The clock again: many lanes may have had their turn since the tick began.
                stats.sendLag.record(run.now() - Math.max(intended, roomNanos));
            }
        }
        open.writeAndFlush(out, open.voidPromise());
    }

    /** The oldest publish in flight was answered; {@link #pump} sends what there is room for now. */
    void onAnswer(int status) {
        if (sent == 0) {
            return; // an answer to nothing
        }
        if (inFlight == ringTargets.length) {
            roomNanos = run.now();
        }
        if (status / 100 == 2) {
            stats.counts.add(Count.ACKNOWLEDGED);
            if (run.isMeasured(ringIntended[first])) {
                stats.acknowledgement.record(run.now() - ringIntended[first]);
            }
        } else {
            stats.counts.add(Count.PUBLISH_REFUSED);
            stats.reasons.add("publish: status " + status);
            if (status / 100 == 4) {
                ledger.refuse(targets[ringTargets[first]], ringSequences[first]);
            } else {
                // A 5xx may come of a failure behind which the event was taken all the same.
                ledger.excuse(targets[ringTargets[first]], ringSequences[first]);
            }
        }
        removeFirst();
    }

    void onConnected(Channel connected) {
        channel = connected;
        roomNanos = run.now();
        pump();
    }

    /** The server will close: nothing more is sent on this connection. */
    void onClosing() {
        channel = null;
    }

    /**
     * The connection is gone. After {@code Connection: close} the server has not looked at the rest (RFC 9112, section
     * 9.6), so that is sent again; else what was sent may have been taken or not.
     */
    void onClosed(PublishHandler.Ending ending) {
        channel = null;
        if (ending == PublishHandler.Ending.ABRUPT) {
            while (sent > 0) {
                giveUpFirst();
            }
        }
        sent = 0;
    }

    /** Sends what is due and fits, and no new event from here on. */
    void finish() {
        pump();
        skipUntil(Long.MAX_VALUE);
    }

    /** Gives up what has not been answered by now. */
    void end() {
        while (inFlight > 0) {
            giveUpFirst();
        }
    }

    private void skipUntil(long nanos) {
        while (dueNanos() < nanos) {
            stats.counts.add(Count.UNSENT);
            next++;
        }
    }

    private void giveUpFirst() {
        stats.counts.add(Count.PUBLISH_UNKNOWN);
        ledger.excuse(targets[ringTargets[first]], ringSequences[first]);
        removeFirst();
    }

    private void removeFirst() {
        first = slot(1);
        inFlight--;
        sent = Math.max(0, sent - 1);
    }

    private int slot(int offset) {
        return (first + offset) % ringTargets.length;
    }

    private void write(int slot, ByteBuf out) {
        int index = ringTargets[slot];
        new Stamp(run.id(), targets[index], ringSequences[slot], ringIntended[slot]).write(payload);
        requests.writePublish(values[index], out);
    }
}
