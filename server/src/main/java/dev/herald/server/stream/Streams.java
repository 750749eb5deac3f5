package dev.herald.server.stream;

import dev.herald.auth.SessionCheck;
import dev.herald.server.hub.Hub;
import dev.herald.server.log.EventLog;
import dev.herald.server.metrics.ServerMetrics;
import dev.herald.server.session.SessionGate;
import io.netty.channel.Channel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
    private final ServerMetrics metrics;
    private final InstantSource clock;
    private final StreamRegistry registry;
    private final OpenRate openRate;
    private final Replays replays;

    public Streams(
            StreamConfig config,
            Hub hub,
            EventLog log,
            SessionGate sessions,
            ServerMetrics metrics,
            InstantSource clock) {
        this.config = config;
        this.hub = hub;
        this.sessions = sessions;
        this.metrics = metrics;
        this.clock = clock;
        this.registry = new StreamRegistry(config);
        this.openRate = new OpenRate(config.opensPerMinute(), clock);
        this.replays = new Replays(log, config);
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
        if (!openRate.allows(request.principal().userId())) {
            refuse(Refusal.TOO_MANY_OPENED, request, opening);
            return;
        }
        EventStream stream = new EventStream(this, channel, hub.at(channel.eventLoop()), request);
        sessions.check(request.principal())
                .whenComplete((check, failure) ->
                        onLoop(channel, () -> decide(stream, request, opening, check, failure), () -> {}));
    }

    /** Ends every stream, for the end of the server. */
    @Override
    public void close() {
        for (List<EventStream> streams : registry.all()) {
            for (EventStream stream : streams) {
                closeOnLoop(stream, CloseReason.SERVER_STOPPING);
            }
        }
        replays.close();
    }

    private void decide(
            EventStream stream,
            StreamRequest request,
            StreamOpening opening,
            @Nullable SessionCheck check,
            @Nullable Throwable failure) {
        Refusal refusal = refusal(stream, check, failure);
        if (refusal != null) {
            stream.abandon();
            refuse(refusal, request, opening);
        } else if (!stream.channel().isActive()) {
            stream.abandon();
            registry.remove(stream);
        } else {
            metrics.streamOpened();
            LOG.debug(
                    "msg=\"stream opened\" user={} channel={} address={} topics={} resumes={}",
                    request.principal().userId(),
                    stream.channel().id().asShortText(),
                    request.address(),
                    request.topics().size(),
                    request.lastEventId() != null);
            opening.accepted(stream.admitted(generation(check)));
            stream.begin(request);
        }
    }

    private @Nullable Refusal refusal(EventStream stream, @Nullable SessionCheck check, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.warn("msg=\"session check failed\" cause=\"{}\"", failure.toString());
            return Refusal.UNAVAILABLE;
        }
        if (check instanceof SessionCheck.Superseded) {
            return Refusal.SUPERSEDED;
        }
        if (!(check instanceof SessionCheck.Current current)) {
            return Refusal.SESSION_ENDED;
        }
        Refusal condemned = stream.condemned(current.generation());
        return condemned != null ? condemned : admit(stream);
    }

    private @Nullable Refusal admit(EventStream stream) {
        StreamRegistry.Admission admission = registry.admit(stream);
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

    private static long generation(@Nullable SessionCheck check) {
        return check instanceof SessionCheck.Current current ? current.generation() : 0;
    }

    private static void closeOnLoop(EventStream stream, CloseReason reason) {
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
                stream.channel().id().asShortText());
    }

    void readFailed(EventStream stream, @Nullable Throwable failure) {
        LOG.warn(
                "msg=\"history not read, will try again\" channel={} cause=\"{}\"",
                stream.channel().id().asShortText(),
                String.valueOf(failure));
    }
}
