package dev.herald.server.log;

import dev.herald.protocol.Position;
import java.util.List;

/** Who follows the log. Called on the log-tail thread only. */
@FunctionalInterface
public interface TailListener {
    /**
     * The log has grown by these records, in order, and now ends at {@code tail}. Called without records about once a
     * second while nothing is appended. Must not wait for anyone.
     */
    void advanced(List<LogRecord> records, Position tail);
}
