package dev.herald.server.session;

import dev.herald.protocol.Position;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.EventLog;
import java.util.concurrent.CompletionStage;

/**
 * Tells every node what the database already knows of a user's sessions: this node's gate at once, so that a token is
 * refused from the moment that its revocation is answered, and all nodes through the log. Thread-safe.
 */
public final class SessionNews {
    private final SessionGate gate;
    private final EventLog log;

    public SessionNews(SessionGate gate, EventLog log) {
        this.gate = gate;
        this.log = log;
    }

    /** Completes once the log has it; fails as {@link EventLog#append} does. */
    public CompletionStage<Position> tell(Entry.Control control) {
        gate.accept(control);
        return log.append(Append.of(control));
    }
}
