package dev.herald.server.session;

import dev.herald.protocol.Position;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.EventLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every node what the database already knows of a user's sessions: this node's gate at once, so that a token is
 * refused from the moment that its revocation is answered, and all nodes through the log. What the log does not take at
 * first it is offered again, every second for ten minutes: the database has decided, and streams that are open must hear
 * of it. Thread-safe.
 */
public final class SessionNews {
    private static final Logger LOG = LoggerFactory.getLogger(SessionNews.class);
    private static final int TRIES = 600;
    private static final int WAITING_MAX = 10_000;

    private final SessionGate gate;
    private final EventLog log;
    private final AtomicInteger waiting = new AtomicInteger();

    public SessionNews(SessionGate gate, EventLog log) {
        this.gate = gate;
        this.log = log;
    }

    /** Completes once the log has it; fails as {@link EventLog#append} does, and goes on trying then. */
    public CompletionStage<Position> tell(Entry.Control control) {
        gate.accept(control);
        return log.append(Append.of(control)).whenComplete((position, failure) -> {
            if (failure != null) {
                tellLater(control, failure);
            }
        });
    }

    private void tellLater(Entry.Control control, Throwable failure) {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            LOG.error("msg=\"news of a session lost: its open streams stay\" cause=\"{}\"", failure.getMessage());
            return;
        }
        tryAgain(control, 1);
    }

    private void tryAgain(Entry.Control control, int tries) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run)
                .execute(() -> log.append(Append.of(control)).whenComplete((position, failure) -> {
                    if (failure != null && tries < TRIES) {
                        tryAgain(control, tries + 1);
                    } else {
                        waiting.decrementAndGet();
                    }
                }));
    }
}
