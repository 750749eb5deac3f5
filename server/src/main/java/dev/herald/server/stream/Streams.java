package dev.herald.server.stream;

import dev.herald.auth.SessionCheck;
import dev.herald.server.hub.Hub;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.EventLog;
import dev.herald.server.metrics.ServerMetrics;
import dev.herald.server.session.SessionGate;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens streams, and holds what all of them share. Thread-safe. */
public final class Streams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final StreamConfig config;
    private final Hub hub;
    private final SessionGate sessions;
    private final OtherNodes others;
    private final EventLog log;
    private final ServerMetrics metrics;
    private final InstantSource clock;
    private final StreamRegistry registry;
    private final OpenRate openRate;
    private final Replays replays;
    private final Map<EventLoop, LoopStreams> loops = new ConcurrentHashMap<>(); // each its loop's
    private volatile boolean refusing;

    public Streams(
            StreamConfig config,
            Hub hub,
            EventLog log,
            SessionGate sessions,
            OtherNodes others,
            ServerMetrics metrics,
            InstantSource clock) {
        this(config, hub, log, sessions, others, metrics, clock, new Replays(log, config));
    }

    Streams(
            StreamConfig config,
            Hub hub,
            EventLog log,
            SessionGate sessions,
            OtherNodes others,
            ServerMetrics metrics,
            InstantSource clock,
            Replays replays) {
        this.config = config;
        this.hub = hub;
        this.sessions = sessions;
        this.others = others;
        this.log = log;
        this.metrics = metrics;
        this.clock = clock;
        this.registry = new StreamRegistry(config, others);
        this.openRate = new OpenRate(config.opensPerMinute(), clock);
        this.replays = replays;
        metrics.openStreams(registry::open);
    }

    public StreamRegistry registry() {
        return registry;
    }

    /**
     * Opens a stream, or refuses it; either is told to {@code opening}. On the channel's event loop.
     *
     * <p>The stream joins the hub before its session is checked. A login or logout that the check does not see yet
     * reaches the stream as a control record, so between the two nothing escapes.
     */
    public void open(Channel channel, StreamRequest request, StreamOpening opening) {
        assert channel.eventLoop().inEventLoop();
        if (refusing) {
            refuse(Refusal.DRAINING, request, opening);
            return;
        }
        if (!openRate.allows(request.principal().userId())) {
            refuse(Refusal.TOO_MANY_OPENED, request, opening);
            return;
        }
        EventStream stream = new EventStream(at(channel.eventLoop()), channel, request);
        sessions.check(request.principal())
                .thenCombine(others.elsewhere(request.principal().userId()), Standing::new)
                .whenComplete((standing, failure) ->
                        onLoop(channel, () -> decide(stream, request, opening, standing, failure), () -> {}));
    }

    /** Opens no more streams from here on: those that ask are told to come back later. */
    public void refuseNew() {
        refusing = true;
    }

    /** The streams that are open now, to be let go. */
    public Departures departures() {
        return new Departures(registry);
    }

    /** Ends every stream, for the end of the server. */
    @Override
    public void close() {
        Departures all = departures();
        all.upTo(all.count());
        replays.close();
    }

    private void decide(
            EventStream stream,
            StreamRequest request,
            StreamOpening opening,
            @Nullable Standing standing,
            @Nullable Throwable failure) {
        if (!stream.channel().isActive()) { // nor may it take the place of a stream that is
            stream.abandon();
            return;
        }
        Refusal refusal = refusal(stream, standing, failure);
        if (refusal != null) {
            stream.abandon();
            refuse(refusal, request, opening);
        } else {
            metrics.streamOpened();
            LOG.debug(
                    "msg=\"stream opened\" user={} channel={} address={} topics={} resumes={}",
                    request.principal().userId(),
                    stream.channel().id(),
                    request.address(),
                    request.topics().size(),
                    request.lastEventId() != null);
            begin(stream, request, opening, generation(standing));
        }
    }

    /** From here on the stream is counted, so whatever goes wrong must end it. */
    private static void begin(EventStream stream, StreamRequest request, StreamOpening opening, long generation) {
        StreamHandler handler = stream.admitted(generation);
        try {
            opening.accepted(handler);
            stream.begin(request);
        } catch (RuntimeException | Error e) {
            LOG.error("msg=\"stream not begun\" channel={}", stream.channel().id(), e);
            stream.channel().close();
            stream.close(CloseReason.CLIENT_GONE);
        }
    }

    private @Nullable Refusal refusal(EventStream stream, @Nullable Standing standing, @Nullable Throwable failure) {
        if (refusing) { // since it asked
            return Refusal.DRAINING;
        }
        if (standing == null) {
            LOG.warn("msg=\"session check failed\" cause=\"{}\"", String.valueOf(failure));
            return Refusal.UNAVAILABLE;
        }
        if (standing.check instanceof SessionCheck.Superseded) {
            return Refusal.SUPERSEDED;
        }
        if (!(standing.check instanceof SessionCheck.Current current)) {
            return Refusal.SESSION_ENDED;
        }
        Refusal condemned = stream.condemned(current.generation());
        return condemned != null ? condemned : admit(stream, standing.elsewhere);
    }

    private @Nullable Refusal admit(EventStream stream, OtherNodes.Elsewhere elsewhere) {
        StreamRegistry.Admission admission = registry.admit(stream, elsewhere.streams());
        if (admission.evictElsewhere()) {
            log.append(Append.of(new Entry.StreamsOverLimit(stream.userId(), elsewhere.node())));
        }
        if (admission.evicted() != null) {
            closeOnLoop(admission.evicted(), CloseReason.EVICTED);
        }
        return admission.refusal();
    }

    private void refuse(Refusal refusal, StreamRequest request, StreamOpening opening) {
        LOG.debug(
                "msg=\"stream refused\" reason={} user={} address={}",
                refusal.tag(),
                request.principal().userId(),
                request.address());
        opening.refused(refusal);
    }

    private static long generation(@Nullable Standing standing) {
        return standing != null && standing.check instanceof SessionCheck.Current current ? current.generation() : 0;
    }

    /** Ends the user's oldest stream on this node, if there is one. */
    void evictOldest(String userId) {
        List<EventStream> streams = registry.of(userId);
        if (!streams.isEmpty()) {
            EventStream oldest = streams.get(0);
            registry.remove(oldest);
            closeOnLoop(oldest, CloseReason.EVICTED);
        }
    }

    static void closeOnLoop(EventStream stream, CloseReason reason) {
        onLoop(stream.channel(), () -> stream.close(reason), () -> {});
    }

    /** Runs the task on the channel's event loop, or the other if that has ended. */
    static void onLoop(Channel channel, Runnable task, Runnable otherwise) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) { // the server has stopped
            otherwise.run();
        }
    }

    // For the streams, on their event loops.

    StreamConfig config() {
        return config;
    }

    ServerMetrics metrics() {
        return metrics;
    }

    Replays replays() {
        return replays;
    }

    LoopStreams at(EventLoop loop) {
        return loops.computeIfAbsent(loop, l -> new LoopStreams(this, hub.at(l), new Wakeups(l, config.heartbeat())));
    }

    Instant now() {
        return clock.instant();
    }

    void ended(EventStream stream, CloseReason reason) {
        registry.remove(stream);
        metrics.streamClosed(reason.tag());
        LOG.debug(
                "msg=\"stream closed\" reason={} user={} channel={}",
                reason.tag(),
                stream.userId(),
                stream.channel().id());
    }

    void readFailed(EventStream stream, @Nullable Throwable failure) {
        LOG.warn(
                "msg=\"history not read, will try again\" channel={} cause=\"{}\"",
                stream.channel().id(),
                String.valueOf(failure));
    }

    /** What is known of whoever asks for a stream. */
    private record Standing(SessionCheck check, OtherNodes.Elsewhere elsewhere) {}
}
