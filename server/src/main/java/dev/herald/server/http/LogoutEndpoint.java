package dev.herald.server.http;

import dev.herald.auth.Principal;
import dev.herald.auth.Sessions;
import dev.herald.server.log.Entry;
import dev.herald.server.session.BlockingPool;
import dev.herald.server.session.SessionNews;
import java.util.Set;

/** {@code POST /api/v1/auth/logout}: ends the caller's session, its streams on every node too. Thread-safe. */
final class LogoutEndpoint implements Endpoint {
    private final Sessions sessions;
    private final SessionNews news;
    private final BlockingPool blocking;
    private final SessionCookie cookie;

    LogoutEndpoint(Sessions sessions, SessionNews news, BlockingPool blocking, SessionCookie cookie) {
        this.sessions = sessions;
        this.news = news;
        this.blocking = blocking;
        this.cookie = cookie;
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        Principal caller = call.caller();
        exchange.answerWhen(blocking.submit(() -> {
                    sessions.end(caller);
                    return new Entry.SessionsEnded(caller.userId(), Set.of(caller.jti()));
                })
                .thenCompose(news::tell)
                .thenApply(position -> cookie.takeBack()));
    }
}
