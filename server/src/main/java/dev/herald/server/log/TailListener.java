package dev.herald.server.log;

import dev.herald.protocol.Position;
import java.util.List;

/** Who follows the log. Called by the log's tail only: one call at a time, in the log's order, not always on one thread. */
@FunctionalInterface
public interface TailListener {
    /**
     * The log has grown by these records, in order, and now ends at {@code tail}. Called without records about once a
     * second while nothing is appended. Must not wait for anyone.
     */
    void advanced(List<LogRecord> records, Position tail);

    /**
     * Some events after {@code after} and up to {@code upTo} were not handed on, or will not be: retention was quicker
     * than this node, or handing them on failed. Whoever wants them asks the log, which has them or says that it has
     * not. What else there is up to {@code upTo} may still be handed on after this call.
     */
    default void missed(Position after, Position upTo) {}
}
