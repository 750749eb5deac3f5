package dev.herald.server.hub;

import dev.herald.protocol.Position;
import dev.herald.protocol.SseEncoder;
import dev.herald.protocol.Topic;
import dev.herald.server.metrics.ServerMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one event loop: a map from topic, above all the private topic of each user, to the group of those
 * who carry it. Confined to its event loop, except where a method says otherwise.
 */
public final class LoopHub {
    private static final Logger LOG = LoggerFactory.getLogger(LoopHub.class);

    /** Deliveries that may wait for the loop. */
    static final int WAITING_MAX = 20_000;

    /** What those may hold; the frames are shared with the other loops. */
    static final long WAITING_BYTES_MAX = 64L * 1024 * 1024;

    /** Deliveries of one task, after which the loop sees to its sockets; a batch of the log more at most. */
    private static final int TOGETHER_MAX = 500;

    private static final String HEARTBEAT = "heartbeat";
    // A little under the second after which a quiet log calls, so that each of its calls tells the tail.
    private static final long TELL_TAIL_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    // any thread
    private final Hub hub;
    private final EventLoop loop;
    private final Interest interest = new Interest();
    private final ServerMetrics metrics;

    private final ConcurrentLinkedQueue<Batch> handedOver = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger(); // deliveries in it
    private final AtomicLong waitingBytes = new AtomicLong(); // of theirs
    private final AtomicBoolean called = new AtomicBoolean(); // a task of the loop will look there

    // the log's tail only, one call at a time
    private long toldNanos;
    private Position handedUpTo;

    // event loop only
    private final Map<Topic, TopicGroup> groups = new HashMap<>();
    private final List<Subscriber> unflushed = new ArrayList<>(); // each once
    private Position tail;
    private @Nullable ByteBuf heartbeat;

    LoopHub(Hub hub, EventLoop loop, Position tail, ServerMetrics metrics) {
        this.hub = hub;
        this.loop = loop;
        this.tail = tail;
        this.handedUpTo = tail;
        this.metrics = metrics;
        this.toldNanos = loop.ticker().nanoTime();
    }

    /** From here on every batch decided reaches the subscriber, for these topics and for broadcasts. */
    public void join(Subscriber subscriber, Collection<Topic> topics) {
        assert loop.inEventLoop();
        add(subscriber, Topic.BROADCAST);
        for (Topic topic : topics) {
            add(subscriber, topic);
        }
    }

    /** The opposite of {@link #join}, with the same topics. */
    public void leave(Subscriber subscriber, Collection<Topic> topics) {
        assert loop.inEventLoop();
        remove(subscriber, Topic.BROADCAST);
        for (Topic topic : topics) {
            remove(subscriber, topic);
        }
    }

    /** Everything up to here has been handed to this loop's subscribers, or was not for them when it was decided. */
    public Position tail() {
        assert loop.inEventLoop();
        return tail;
    }

    /**
     * A subscriber that joined before this call is handed everything after this position; what is before, only the log
     * knows.
     */
    public Position decided() {
        assert loop.inEventLoop();
        return hub.decided();
    }

    /** A heartbeat chunk that carries the tail; encoded once a tail, the caller receives a view of its own. */
    public ByteBuf heartbeat(Framing framing) {
        assert loop.inEventLoop();
        if (heartbeat == null) {
            heartbeat = Frame.chunkOf(heartbeatAt(tail));
        }
        return framing.view(heartbeat);
    }

    /** The bytes of a heartbeat that carries this position. */
    public static byte[] heartbeatAt(Position position) {
        return SseEncoder.event(position.toString(), HEARTBEAT, "{}");
    }

    /** Lets go of the cached heartbeat. Any thread; the loop does it. */
    public void close() {
        loop.execute(this::forgetHeartbeat);
    }

    /** Topics with streams on this loop, broadcast included. Any thread; the loop counts. */
    public Future<Integer> topics() {
        return loop.submit(groups::size);
    }

    boolean mayConcern(Delivery delivery) {
        for (Topic topic : delivery.topics()) {
            if (interest.mayHave(topic)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this loop has not heard of the tail for about a second. Called by the log's tail. */
    boolean awaitsTail() {
        return loop.ticker().nanoTime() - toldNanos >= TELL_TAIL_NANOS;
    }

    /**
     * Called by the log's tail; the batch's references become the loop's. A loop that is so far behind that it has
     * {@link #WAITING_MAX} deliveries or {@link #WAITING_BYTES_MAX} before it is handed no more frames: the streams
     * concerned read them from the log. Controls have no such bound, as nothing else would bring them.
     */
    void handOver(Batch batch) {
        toldNanos = loop.ticker().nanoTime();
        boolean room = waiting.get() < WAITING_MAX && waitingBytes.get() < WAITING_BYTES_MAX;
        Batch taken = room ? batch : batch.withoutFrames(handedUpTo);
        handedUpTo = batch.tail();
        waiting.addAndGet(taken.deliveries().size());
        waitingBytes.addAndGet(taken.bytes());
        handedOver.add(taken);
        call();
    }

    /** Has the loop come for what was handed over, unless it has been called already. */
    private void call() {
        if (!called.getAndSet(true)) {
            try {
                loop.execute(this::deliverSome);
            } catch (RejectedExecutionException e) { // the loop is shutting down: nobody is left to deliver to
                releaseAll();
            }
        }
    }

    private void releaseAll() {
        for (Batch batch = handedOver.poll(); batch != null; batch = handedOver.poll()) {
            batch.deliveries().forEach(Delivery::release);
        }
        called.set(false);
    }

    /**
     * What has been handed over by now, as if it were one batch: the later the loop comes, the fewer its writes. But not
     * without end, for the loop has sockets to read meanwhile.
     */
    private void deliverSome() {
        assert loop.inEventLoop();
        called.set(false); // first: whatever is handed over from now on calls again
        List<Delivery> deliveries = new ArrayList<>();
        int bytes = 0;
        Position end = tail;
        while (deliveries.size() < TOGETHER_MAX) {
            Batch batch = handedOver.poll();
            if (batch == null) {
                break;
            }
            deliveries.addAll(batch.deliveries());
            bytes += batch.bytes();
            end = batch.tail();
        }
        waiting.addAndGet(-deliveries.size());
        waitingBytes.addAndGet(-bytes);
        if (!handedOver.isEmpty()) {
            call();
        }
        deliver(deliveries, end);
    }

    private void deliver(List<Delivery> deliveries, Position end) {
        Position before = tail;
        if (end.isAfter(tail)) {
            tail = end;
            forgetHeartbeat();
        }
        try {
            int frames = 0;
            for (Delivery delivery : deliveries) {
                frames += give(delivery, deliveries.size() == 1);
            }
            metrics.delivered(frames);
        } catch (RuntimeException | Error e) { // nobody knows who got what, so the log has to tell
            LOG.error("msg=\"delivery failed, streams read the log instead\"", e);
            give(new Delivery.OfMissed(before, end, List.of(Topic.BROADCAST)), false);
        } finally {
            unflushed.forEach(LoopHub::flush);
            unflushed.clear();
            for (Delivery delivery : deliveries) {
                delivery.done(metrics);
            }
        }
    }

    /** Gives it to all who carry one of its topics; how many took it. */
    private int give(Delivery delivery, boolean alone) {
        int taken = 0;
        for (Topic topic : delivery.topics()) {
            TopicGroup group = groups.get(topic);
            if (group == null) {
                continue;
            }
            for (Subscriber subscriber : group.members()) {
                if (giveTo(subscriber, delivery, alone)) {
                    taken++;
                }
            }
        }
        return taken;
    }

    private boolean giveTo(Subscriber subscriber, Delivery delivery, boolean alone) {
        try {
            boolean awaitedFlush = subscriber.awaitsFlush();
            if (!delivery.giveTo(subscriber, alone)) {
                return false;
            }
            if (subscriber.awaitsFlush() && !awaitedFlush) {
                unflushed.add(subscriber);
            }
            return true;
        } catch (RuntimeException | Error e) { // ends this one subscriber, not what the others are owed
            subscriber.failed(e);
            return false;
        }
    }

    private static void flush(Subscriber subscriber) {
        try {
            subscriber.flush();
        } catch (RuntimeException | Error e) {
            subscriber.failed(e);
        }
    }

    private void add(Subscriber subscriber, Topic topic) {
        groups.computeIfAbsent(topic, t -> new TopicGroup()).add(subscriber);
        interest.add(topic);
    }

    private void remove(Subscriber subscriber, Topic topic) {
        interest.remove(topic);
        TopicGroup group = groups.get(topic);
        if (group == null) {
            return;
        }
        group.remove(subscriber);
        if (group.isEmpty()) {
            groups.remove(topic);
        }
    }

    private void forgetHeartbeat() {
        if (heartbeat != null) {
            heartbeat.release();
            heartbeat = null;
        }
    }
}
