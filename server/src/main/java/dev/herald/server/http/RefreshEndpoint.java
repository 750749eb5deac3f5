package dev.herald.server.http;

import dev.herald.auth.Login;
import dev.herald.auth.RefreshResult;
import dev.herald.server.session.BlockingPool;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code POST /api/v1/auth/token/refresh}: a new access token for the same session. Thread-safe. */
final class RefreshEndpoint implements Endpoint {
    private final Login login;
    private final BlockingPool blocking;
    private final SessionCookie cookie;

    RefreshEndpoint(Login login, BlockingPool blocking, SessionCookie cookie) {
        this.login = login;
        this.blocking = blocking;
        this.cookie = cookie;
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        exchange.answerWhen(
                blocking.submit(() -> login.refresh(call.caller())).thenApply(result -> answer(result, exchange)));
    }

    private Answer answer(RefreshResult result, Exchange exchange) {
        if (result instanceof RefreshResult.Refreshed refreshed) {
            return cookie.handOut(refreshed.session().userId(), refreshed.accessToken(), refreshed.expiresIn());
        }
        String why = ((RefreshResult.Refused) result).why();
        return exchange.refusal(HttpResponseStatus.UNAUTHORIZED, "not_refreshed", why);
    }
}
