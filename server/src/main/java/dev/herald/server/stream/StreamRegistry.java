package dev.herald.server.stream;

import dev.herald.protocol.Names;
import dev.herald.protocol.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of each user, oldest first, on all event loops: what limits and operators look at. Users go by their
 * own topic, which each of their streams holds anyway. Lists are replaced, never changed. Thread-safe.
 */
public final class StreamRegistry {
    private final StreamConfig config;
    private final ConcurrentHashMap<Topic, List<EventStream>> byUser = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final OtherNodes others;

    StreamRegistry(StreamConfig config, OtherNodes others) {
        this.config = config;
        this.others = others;
    }

    /** Open streams in all. */
    public int open() {
        return open.get();
    }

    /** The open streams of this user; none of what cannot be a user's id. */
    public List<EventStream> of(String userId) {
        return Names.fault("user id", userId).isPresent()
                ? List.of()
                : byUser.getOrDefault(Topic.ofUser(userId), List.of());
    }

    private int openOf(String userId) {
        return of(userId).size();
    }

    Collection<List<EventStream>> all() {
        return byUser.values();
    }

    /** Users with open streams. */
    int users() {
        return byUser.size();
    }

    /**
     * Counts the stream in, unless a limit forbids it.
     *
     * @param elsewhere the user's streams on other nodes
     */
    Admission admit(EventStream stream, int elsewhere) {
        if (open.incrementAndGet() > config.max()) {
            open.decrementAndGet();
            return new Admission(Refusal.SERVER_FULL, null, false);
        }
        Verdict verdict = new Verdict(elsewhere);
        byUser.compute(stream.own(), (user, streams) -> verdict.admit(streams == null ? List.of() : streams, stream));
        if (verdict.refusal != null || verdict.evicted != null) {
            open.decrementAndGet();
        }
        others.changed(stream.userId(), this::openOf);
        return new Admission(verdict.refusal, verdict.evicted, verdict.evictElsewhere);
    }

    /** Counts the stream out; without effect if it is not counted. */
    void remove(EventStream stream) {
        byUser.computeIfPresent(stream.own(), (user, streams) -> {
            List<EventStream> rest = without(streams, stream);
            if (rest.size() < streams.size()) {
                open.decrementAndGet();
            }
            return rest.isEmpty() ? null : rest;
        });
        others.changed(stream.userId(), this::openOf);
    }

    private static List<EventStream> without(List<EventStream> streams, EventStream stream) {
        List<EventStream> rest = new ArrayList<>(streams);
        rest.remove(stream);
        return List.copyOf(rest);
    }

    /**
     * What became of a stream that asked to be counted in.
     *
     * @param refusal null if it was
     * @param evicted the stream that lost its place to it and is no longer counted; the caller closes it
     * @param evictElsewhere whether the one to lose its place is on another node
     */
    record Admission(@Nullable Refusal refusal, @Nullable EventStream evicted, boolean evictElsewhere) {}

    /** One decision, made inside the map's own atomic step. */
    private final class Verdict {
        private final int elsewhere;
        private @Nullable Refusal refusal;
        private @Nullable EventStream evicted;
        private boolean evictElsewhere;

        Verdict(int elsewhere) {
            this.elsewhere = elsewhere;
        }

        @Nullable
        List<EventStream> admit(List<EventStream> streams, EventStream stream) {
            List<EventStream> now = streams;
            if (streams.size() + elsewhere >= config.perUserMax()) {
                if (config.onLimit() == OnLimit.REJECT) {
                    refusal = Refusal.TOO_MANY_FOR_USER;
                    return streams.isEmpty() ? null : streams; // or a user refused here would be remembered for ever
                }
                if (streams.isEmpty()) {
                    evictElsewhere = true;
                } else {
                    evicted = streams.get(0);
                    now = without(streams, evicted);
                }
            }
            List<EventStream> grown = new ArrayList<>(now);
            grown.add(stream);
            return List.copyOf(grown);
        }
    }
}
