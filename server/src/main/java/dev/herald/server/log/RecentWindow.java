package dev.herald.server.log;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the tail has handed on of late, in memory, in front of a slower log. It answers only where it is sure to have
 * everything. Thread-safe: the log's tail adds, the blocking pool reads.
 */
public final class RecentWindow {
    private static final int EVENTS_MAX = 200_000;
    private static final long BYTES_MAX = 64L * 1024 * 1024;

    private final MemoryStore store;
    private volatile Position start; // of what is before, something may not be here

    /** @param start the log's end when this node began to follow it: of what is before, nothing is here */
    public RecentWindow(LogConfig config, InstantSource clock, Position start) {
        this.start = start;
        LogConfig bounds = new LogConfig(
                config.kind(),
                config.retention(),
                config.eventsPerTopicMax(),
                config.bytesPerTopicMax(),
                Math.min(config.eventsMax(), EVENTS_MAX),
                Math.min(config.bytesMax(), BYTES_MAX),
                config.queueMax(),
                config.idempotencyWindow(),
                config.idempotencyKeysMax());
        this.store = new MemoryStore(bounds, clock, start);
    }

    public void add(List<LogRecord> records, Position end) {
        for (LogRecord logged : records) {
            store.add(logged.entry(), logged.position());
        }
        store.advance(end);
        store.expire();
    }

    /** Something up to here is not going to be added: from now on only what comes after it is sure to be whole. */
    public void missed(Position upTo) {
        start = upTo;
    }

    /** The page, if everything after the position is here. */
    public Optional<ReadResult.Page> page(Collection<Topic> topics, Position after, PageLimit limit) {
        if (start.isAfter(after)) {
            return Optional.empty();
        }
        ReadResult held = store.read(topics, after, limit);
        // Asked again: a start that moved meanwhile moved before anything behind it was added.
        return held instanceof ReadResult.Page page && !start.isAfter(after) ? Optional.of(page) : Optional.empty();
    }
}
