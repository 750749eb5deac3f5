package dev.herald.server.benchmark;

import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Topic;
import dev.herald.server.Altered;
import dev.herald.server.hub.Framing;
import dev.herald.server.hub.Hub;
import dev.herald.server.hub.LoopHub;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.EventLog;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.MemoryEventLog;
import dev.herald.server.metrics.ServerMetrics;
import dev.herald.server.net.EventLoops;
import dev.herald.server.net.NetConfig;
import dev.herald.server.session.BlockingPool;
import dev.herald.server.session.SessionGate;
import dev.herald.server.stream.OtherNodes;
import dev.herald.server.stream.Refusal;
import dev.herald.server.stream.StreamConfig;
import dev.herald.server.stream.StreamHandler;
import dev.herald.server.stream.StreamOpening;
import dev.herald.server.stream.StreamRequest;
import dev.herald.server.stream.Streams;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The parts of a server with its threads, wired as {@code HeraldServer} does, without sockets, HTTP and database.
 * Confined to the thread that made it.
 */
final class QuietNode implements AutoCloseable {
    private static final int OPENING_AT_ONCE = 10_000;
    private static final int BLOCKING_THREADS = 8;
    private static final int BLOCKING_QUEUE = 50_000;

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final BlockingPool blocking = new BlockingPool("blocking", BLOCKING_THREADS, BLOCKING_QUEUE);
    private final EventLoops loops = new EventLoops(NetConfig.defaults());
    private final Map<EventExecutor, AtomicLong> taken = new IdentityHashMap<>();
    private final Semaphore openings = new Semaphore(OPENING_AT_ONCE);
    private final AtomicLong refused = new AtomicLong();
    private final SessionGate sessions;
    private final EventLog log;
    private final Hub hub;
    private final Streams streams;
    private final Counter delivered;

    QuietNode(int streamsMax, Duration heartbeat) {
        StreamConfig config = Altered.from(StreamConfig.defaults())
                .with(StreamConfig::heartbeat, heartbeat)
                .with(StreamConfig::max, streamsMax)
                // Its counters are shared by users, and a million may come within the minute.
                .with(StreamConfig::opensPerMinute, Integer.MAX_VALUE)
                .record();
        Clock clock = Clock.systemUTC();
        ServerMetrics metrics = new ServerMetrics(meters);
        sessions = new SessionGate(asked -> Collections.nCopies(asked.size(), new SessionCheck.Current(1)), blocking);
        log = new MemoryEventLog(LogConfig.defaults(), clock, () -> true);
        hub = new Hub(loops.connections(), log.tail(), sessions, probe -> {}, metrics);
        streams = new Streams(config, hub, log, sessions, OtherNodes.NONE, metrics, clock);
        delivered = meters.get("herald.frames.delivered").counter();
        loops.connections().forEach(loop -> taken.put(loop, new AtomicLong()));
        log.follow(hub);
    }

    int loops() {
        return loops.count();
    }

    /** A connection with an empty pipeline, on the next event loop. */
    QuietChannel connect() {
        EventLoop loop = loops.connections().next();
        QuietChannel channel = new QuietChannel(taken.get(loop));
        loop.register(channel);
        return channel;
    }

    /** Returns when what was handed to the event loops before has been done. */
    void settle() {
        for (EventExecutor loop : loops.connections()) {
            loop.submit(() -> {}).syncUninterruptibly();
        }
    }

    /** Makes a stream of each connection, of a user of its own, and returns when all are open. */
    void open(QuietChannel[] channels) {
        Instant expiresAt = Instant.now().plus(Duration.ofDays(1));
        for (int i = 0; i < channels.length; i++) {
            int user = i;
            Channel channel = channels[i];
            openings.acquireUninterruptibly();
            channel.eventLoop().execute(() -> streams.open(channel, request(user, expiresAt), opening(channel)));
        }
        openings.acquireUninterruptibly(OPENING_AT_ONCE);
        openings.release(OPENING_AT_ONCE);
        settle();
        if (refused.get() > 0 || streams.registry().open() != channels.length) {
            throw new IllegalStateException(refused + " of " + channels.length + " streams were refused");
        }
    }

    /** Lets go of what it remembers of sessions for a few seconds, if those are over. */
    void tidy() {
        sessions.tidy();
    }

    /** Buffers that all clients have taken so far, as the loops have told. */
    long taken() {
        return taken.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Frames that the loops have handed to streams so far. */
    long delivered() {
        return (long) delivered.count();
    }

    void publish(NewEvent event) {
        log.append(Append.of(new Entry.Publication(event)))
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        streams.close();
        settle();
        hub.loops().forEach(LoopHub::close);
        log.close();
        loops.close();
        blocking.close();
        meters.close();
    }

    /** What HTTP makes of a request; each string is the stream's own, as it would be after parsing. */
    private static StreamRequest request(int user, Instant expiresAt) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String jti =
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        Principal principal = new Principal("user-" + user, jti, expiresAt, Set.of(), List.of());
        String address = "10." + (user >> 16 & 255) + "." + (user >> 8 & 255) + "." + (user & 255);
        return new StreamRequest(principal, List.of(Topic.ofUser(principal.userId())), null, Framing.CHUNKED, address);
    }

    private StreamOpening opening(Channel channel) {
        return new StreamOpening() {
            @Override
            public void accepted(StreamHandler handler) {
                channel.pipeline().addLast(handler);
                openings.release();
            }

            @Override
            public void refused(Refusal refusal) {
                refused.incrementAndGet();
                openings.release();
            }
        };
    }
}
