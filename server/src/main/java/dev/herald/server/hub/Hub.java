package dev.herald.server.hub;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Entry;
import dev.herald.server.log.Event;
import dev.herald.server.log.LogRecord;
import dev.herald.server.log.TailListener;
import dev.herald.server.metrics.ServerMetrics;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * Follows the log and hands each batch to every event loop that has streams of its topics, one task of a loop for all
 * that has gathered.
 *
 * <p>Why nothing falls between a stream that joins and a batch in flight: the log's tail publishes
 * {@link #decided} before it asks a loop's {@link Interest}; a joining stream raises the interest before it reads
 * {@code decided}. So either the batch sees the stream, or the stream sees the batch and knows that the log must be
 * read up to there.
 *
 * <p>Thread-safe; {@link #advanced} and {@link #missed} by the log's tail only.
 */
public final class Hub implements TailListener {
    private final IdentityHashMap<EventExecutor, LoopHub> loops = new IdentityHashMap<>(); // set once
    private final Consumer<Entry.Control> controls;
    private final Consumer<String> probes;
    private volatile Position decided;

    /**
     * @param start where the log ends before anything is followed
     * @param controls told of each control record before any loop is, by the log's tail
     * @param probes told of each probe's id by every event loop that it has come through
     */
    public Hub(
            EventLoopGroup group,
            Position start,
            Consumer<Entry.Control> controls,
            Consumer<String> probes,
            ServerMetrics metrics) {
        this.decided = start;
        this.controls = controls;
        this.probes = probes;
        for (EventExecutor executor : group) {
            loops.put(executor, new LoopHub(this, (EventLoop) executor, start, metrics));
        }
    }

    /** The part of the hub that lives on this event loop. */
    public LoopHub at(EventLoop loop) {
        LoopHub loopHub = loops.get(loop);
        if (loopHub == null) {
            throw new IllegalArgumentException("not an event loop of this hub");
        }
        return loopHub;
    }

    public Collection<LoopHub> loops() {
        return loops.values();
    }

    /** The position up to which it has been decided which loops receive what. Never behind a frame handed over. */
    Position decided() {
        return decided;
    }

    @Override
    public void advanced(List<LogRecord> records, Position tail) {
        decide(tail);
        List<Delivery> deliveries = new ArrayList<>(records.size());
        try {
            for (LogRecord logged : records) {
                deliveries.add(prepare(logged));
            }
            for (LoopHub loop : loops.values()) {
                List<Delivery> concerned = concerning(loop, deliveries);
                // The second lets quiet streams' heartbeats carry a fresh position, however busy the others are.
                if (!concerned.isEmpty() || loop.awaitsTail()) {
                    loop.handOver(new Batch(concerned, tail));
                }
            }
        } catch (RuntimeException | Error e) {
            handOverControls(records); // the log tells streams of the events then, but it repeats no control to anyone
            throw e;
        } finally { // of a batch that fails halfway as well
            deliveries.forEach(Delivery::release);
        }
    }

    /** Once more for a loop that has them already, which obeys them once. */
    private void handOverControls(List<LogRecord> records) {
        List<Delivery> all = new ArrayList<>();
        for (LogRecord logged : records) {
            if (logged.entry() instanceof Entry.Control control) {
                all.add(prepare(control));
            }
        }
        if (!all.isEmpty()) {
            Position first = records.get(0).position();
            Position before = first.at(first.offset() - 1); // a loop's tail must not pass what it is not given
            loops.values().forEach(loop -> loop.handOver(new Batch(all, before)));
        }
    }

    @Override
    public void missed(Position after, Position upTo) {
        decide(upTo);
        for (LoopHub loop : loops.values()) {
            loop.handOver(new Batch(List.of(new Delivery.OfMissed(after, upTo, List.of(Topic.BROADCAST))), after));
        }
    }

    /** Never back: a stream that joined at a lower position would be owed what was missed, and not be told. */
    private void decide(Position upTo) {
        if (upTo.isAfter(decided)) {
            decided = upTo;
        }
    }

    private Delivery prepare(LogRecord logged) {
        if (logged.entry() instanceof Entry.Control control) {
            return prepare(control);
        }
        if (logged.entry() instanceof Entry.Probe probe) {
            return new Delivery.OfProbe(() -> probes.accept(probe.id()));
        }
        NewEvent event = ((Entry.Publication) logged.entry()).event();
        return new Delivery.OfFrame(new Frame(
                new Event(logged.position(), event.name(), event.data()), event.topics(), logged.appendedNanos()));
    }

    private Delivery prepare(Entry.Control control) {
        controls.accept(control);
        return new Delivery.OfControl(control, List.of(Topic.ofUser(control.userId())));
    }

    /** The loop's share, with a reference for it. */
    private static List<Delivery> concerning(LoopHub loop, List<Delivery> deliveries) {
        List<Delivery> concerned = new ArrayList<>(deliveries.size());
        for (Delivery delivery : deliveries) {
            if (delivery.concernsAll() || loop.mayConcern(delivery)) {
                delivery.retain();
                concerned.add(delivery);
            }
        }
        return concerned;
    }
}
