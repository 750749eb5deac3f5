package dev.herald.server.stream;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.hub.Framing;
import dev.herald.server.log.EventLog;
import dev.herald.server.log.PageLimit;
import dev.herald.server.session.BlockingPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Reads pages of the log for streams, a bounded number at a time. What waits is bounded by the streams, since each has
 * at most one read under way. Thread-safe.
 */
final class Replays implements AutoCloseable {
    private static final int EVENTS_PER_PAGE = 200;

    private final EventLog log;
    private final BlockingPool pool;

    Replays(EventLog log, StreamConfig config) {
        this(log, config, new BlockingPool("replay", config.replaysMax(), config.max()));
    }

    Replays(EventLog log, StreamConfig config, BlockingPool pool) {
        this.log = log;
        this.pool = pool;
    }

    /** @param room bytes that the stream's socket would still take; one event is read however long it is */
    CompletionStage<Replay> read(List<Topic> topics, Position after, long room, Framing framing) {
        PageLimit limit = new PageLimit(EVENTS_PER_PAGE, (int) Math.min(room, Integer.MAX_VALUE));
        return pool.submit(() -> Replay.of(log.read(withBroadcast(topics), after, limit), framing));
    }

    @Override
    public void close() {
        pool.close();
    }

    private static List<Topic> withBroadcast(List<Topic> topics) {
        List<Topic> all = new ArrayList<>(topics);
        all.add(Topic.BROADCAST);
        return all;
    }
}
