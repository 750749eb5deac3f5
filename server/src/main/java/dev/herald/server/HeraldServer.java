package dev.herald.server;

import dev.herald.auth.Auth;
import dev.herald.auth.DatabaseException;
import dev.herald.auth.Dialect;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.server.http.HttpPipeline;
import dev.herald.server.http.HttpStage;
import dev.herald.server.http.RequestsUnderWay;
import dev.herald.server.hub.Hub;
import dev.herald.server.hub.LoopHub;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.EventLog;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.LogKind;
import dev.herald.server.log.LogUnavailableException;
import dev.herald.server.log.MemoryEventLog;
import dev.herald.server.log.sql.SqlEventLog;
import dev.herald.server.metrics.ServerMetrics;
import dev.herald.server.net.EventLoops;
import dev.herald.server.net.Listener;
import dev.herald.server.nodes.SqlOtherNodes;
import dev.herald.server.session.BlockingPool;
import dev.herald.server.session.DeliveryProbe;
import dev.herald.server.session.Revocations;
import dev.herald.server.session.SessionGate;
import dev.herald.server.session.SessionNews;
import dev.herald.server.stream.NodeControls;
import dev.herald.server.stream.OtherNodes;
import dev.herald.server.stream.Streams;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: on its own, or inside another service. All wiring is here, in the order in which an event travels
 * backwards: log, hub, streams, HTTP, sockets. Thread-safe.
 */
public final class HeraldServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeraldServer.class);
    private static final int BLOCKING_THREADS = 8;
    private static final int BLOCKING_QUEUE = 50_000;
    private static final int HASHING_THREADS = 2;
    private static final int HASHING_QUEUE = 64;
    private static final int SETTLE_SECONDS = 2;

    private final Deque<AutoCloseable> parts; // closed last to first
    private final String node = UUID.randomUUID().toString(); // of this run: a restart is another node
    private final Auth auth;
    private final EventLog log;
    private final ServerMetrics metrics;
    private final Hub hub;
    private final Streams streams;
    private final Listener listener;
    private final RequestsUnderWay requests = new RequestsUnderWay();
    private final Drain drain;
    private volatile boolean accepting = true;

    private HeraldServer(HeraldConfig config, Clock clock, Deque<AutoCloseable> parts) {
        this.parts = parts;
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        parts.push(registry::close);
        metrics = new ServerMetrics(registry);
        auth = part(Auth.open(config.database(), config.auth(), clock));
        BlockingPool blocking = part(new BlockingPool("blocking", BLOCKING_THREADS, BLOCKING_QUEUE));
        BlockingPool hashing = part(new BlockingPool("hashing", HASHING_THREADS, HASHING_QUEUE));
        SessionGate sessions = new SessionGate(auth.sessions()::check, blocking);
        EventLoops loops = part(new EventLoops(config.net()));
        parts.push(() -> settle(loops)); // so that what the log has taken is answered before the loops end
        log = part(log(config.log(), clock));
        SessionNews news = new SessionNews(sessions, log);
        Revocations revocations = new Revocations(auth.sessions(), news, blocking, node);
        DeliveryProbe probe = new DeliveryProbe(log, loops.count());
        hub = new Hub(loops.connections(), log.tail(), sessions, probe, metrics);
        parts.push(() -> hub.loops().forEach(LoopHub::close));
        parts.push(() -> settle(loops)); // so that the streams' farewells are out before the loops end
        streams =
                part(new Streams(config.stream(), hub, log, sessions, others(config.log(), blocking), metrics, clock));
        HttpPipeline pipeline = new HttpStage(
                        auth,
                        config.auth().singleDevice(),
                        sessions,
                        news,
                        revocations,
                        streams,
                        log,
                        blocking,
                        hashing,
                        metrics,
                        registry::scrape,
                        () -> accepting,
                        probe,
                        requests,
                        clock)
                .pipeline(
                        config.http(),
                        config.net().requestTimeout(),
                        config.net().keepAliveTimeout(),
                        config.stream().topicsMax());
        log.follow(new NodeControls(node, streams, revocations, hub));
        listener = part(
                Listener.bind(config.net(), loops, pipeline, config.stream().writeBufferBytes(), metrics));
        drain = new Drain(config.drain(), listener, streams, requests);
        loops.connections().next().scheduleAtFixedRate(() -> prune(blocking, sessions, clock), 1, 1, TimeUnit.MINUTES);
        LOG.info("msg=\"listening\" address={} log={}", uri(), config.log().kind());
    }

    /**
     * Starts a server and returns when it accepts connections. Blocks.
     *
     * @throws DatabaseException if the database cannot be opened
     * @throws IllegalStateException if the address cannot be bound or the transport not be used
     */
    public static HeraldServer start(HeraldConfig config) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return new HeraldServer(config, Clock.systemUTC(), parts);
        } catch (RuntimeException | Error e) {
            close(parts);
            throw e;
        }
    }

    /** Where clients reach it, as far as the server itself can know. */
    public URI uri() {
        InetSocketAddress address = listener.address();
        String host = address.getAddress().isAnyLocalAddress()
                ? "localhost"
                : address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    public int port() {
        return listener.address().getPort();
    }

    /** Accounts, sessions and tokens. */
    public Auth auth() {
        return auth;
    }

    /** Streams that are open now. */
    public int openStreams() {
        return streams.registry().open();
    }

    /**
     * Publishes from inside the process. Never blocks.
     *
     * @return the event's position, once the log has it; fails with {@link LogUnavailableException} if it cannot. What is
     *     chained to it may run on any of Herald's threads, an event loop too, and must not block: use the {@code ...Async} methods for what does
     */
    public CompletionStage<Position> publish(NewEvent event) {
        return log.append(Append.of(new Entry.Publication(event))).thenApply(position -> {
            metrics.published();
            return position;
        });
    }

    /**
     * Stops in an orderly way, so that load balancers and clients notice as little as can be: readiness turns to no and new
     * streams are refused, at the end of the notice accepting stops, each stream is told to come back at a time of its
     * own and closed, evenly over the spread, and requests under way are answered; then as {@link #close}. Blocks, for the
     * times of {@link DrainConfig} and a few seconds at most. Interrupting the thread, or {@code close} from another, cuts
     * it short.
     */
    public void drain() {
        stop();
    }

    /**
     * Stops accepting, tells every stream to come back later, lets requests under way end, and ends every thread. Blocks,
     * a few seconds at most. Without effect on a server that has stopped.
     */
    @Override
    public void close() {
        drain.cutShort();
        stop();
    }

    /** Whoever comes second waits until the server has stopped. */
    private synchronized void stop() {
        if (accepting) {
            accepting = false;
            boolean interrupted = drain.run();
            close(parts);
            LOG.info("msg=\"stopped\"");
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // What tests of clean-up look into.

    Hub hub() {
        return hub;
    }

    Streams streams() {
        return streams;
    }

    RequestsUnderWay requests() {
        return requests;
    }

    private OtherNodes others(LogConfig config, BlockingPool blocking) {
        boolean shared = config.kind() == LogKind.DATABASE && auth.database().dialect() == Dialect.POSTGRESQL;
        return shared ? part(new SqlOtherNodes(auth.database(), blocking, node)) : OtherNodes.NONE;
    }

    private EventLog log(LogConfig config, Clock clock) {
        return switch (config.kind()) {
            case DATABASE -> new SqlEventLog(auth.database(), node, config, clock);
            case MEMORY -> new MemoryEventLog(config, clock, EventLoops::isCurrentThread);
        };
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) { // the others must be closed all the same
                LOG.warn("msg=\"not closed cleanly\" cause=\"{}\"", e.toString());
            }
        }
    }

    private static void settle(EventLoops loops) {
        for (EventExecutor loop : loops.connections()) {
            loop.submit(() -> {}).awaitUninterruptibly(SETTLE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void prune(BlockingPool blocking, SessionGate sessions, Clock clock) {
        blocking.submit(() -> {
                    sessions.tidy();
                    return auth.sessions().prune(clock.instant());
                })
                .whenComplete((pruned, failure) -> {
                    if (failure != null) {
                        LOG.warn("msg=\"expired sessions not pruned\" cause=\"{}\"", failure.toString());
                    }
                });
    }
}
