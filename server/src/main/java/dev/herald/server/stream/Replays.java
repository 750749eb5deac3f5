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
    private final PageLimit limit;
    private final BlockingPool pool;

    Replays(EventLog log, StreamConfig config) {
        this.log = log;
        this.limit = new PageLimit(EVENTS_PER_PAGE, config.writeBufferBytes());
        this.pool = new BlockingPool("replay", config.replaysMax(), config.max());
    }

    CompletionStage<Replay> read(List<Topic> topics, Position after, Framing framing) {
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
