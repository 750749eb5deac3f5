package dev.herald.server.log;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The order of everything published, and its memory. Thread-safe. */
public interface EventLog extends AutoCloseable {
    /**
     * Appends, and completes with the entry's position once it is as durable as this log can make it. Never blocks.
     * Fails with {@link LogUnavailableException}, at once if too many appends wait already; nothing is appended then,
     * but for one case: a database that fails while it commits leaves it open. What is chained to the stage may run on
     * the log's own thread, or on whichever appends, and must not block it.
     */
    CompletionStage<Position> append(Append append);

    /** The same for several, in their order: cheaper than one after the other. Each succeeds or fails by itself. */
    default List<CompletionStage<Position>> appendAll(List<Append> appends) {
        return appends.stream().map(this::append).toList();
    }

    /**
     * Reads events of any of the topics after a position, each once. Blocks: for the replay threads only.
     *
     * @throws LogUnavailableException if the log cannot be read now
     */
    ReadResult read(Collection<Topic> topics, Position after, PageLimit limit);

    /** The end of the log as this node knows it. */
    Position tail();

    /** Begins to hand every record from now on to the listener, one call at a time. Called once. */
    void follow(TailListener listener);

    /** Ends the log's threads. Appends that still wait fail. */
    @Override
    void close();
}
