package dev.herald.server.session;

import dev.herald.auth.Sessions;
import dev.herald.server.log.Entry;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces users out. Their tokens are refused before any stream is told, so that none comes back in between. Thread-safe.
 */
public final class Revocations {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    private final Sessions sessions;
    private final SessionNews news;
    private final BlockingPool blocking;
    private final String node;

    /** @param node this node's name */
    public Revocations(Sessions sessions, SessionNews news, BlockingPool blocking, String node) {
        this.sessions = sessions;
        this.news = news;
        this.blocking = blocking;
        this.node = node;
    }

    /**
     * Ends the account's session and these tokens, and has the other nodes end those that they know of.
     *
     * @param openTokens the sessions of the streams here, with the expiry of their tokens
     * @return the sessions ended, once the log has the news
     */
    public CompletionStage<Set<String>> forceOut(String userId, Map<String, Instant> openTokens) {
        return blocking.submit(() -> sessions.endAll(userId, openTokens))
                .thenCompose(revoked -> news.tell(new Entry.SessionsRevoked(userId, revoked))
                        .thenCompose(position -> news.tell(new Entry.ForcedOut(userId, node)))
                        .thenApply(position -> revoked));
    }

    /** Ends these tokens only: another node was asked to force the user out. */
    public void revokeHere(String userId, Map<String, Instant> openTokens) {
        blocking.submit(() -> {
                    openTokens.keySet().forEach(jti -> sessions.end(userId, jti));
                    return openTokens.keySet();
                })
                .thenCompose(revoked -> news.tell(new Entry.SessionsRevoked(userId, revoked)))
                .whenComplete((position, failure) -> {
                    if (failure != null) {
                        LOG.warn("msg=\"streams not forced out\" cause=\"{}\"", failure.toString());
                    }
                });
    }
}
