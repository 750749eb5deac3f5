package dev.herald.server.http;

import dev.herald.auth.Login;
import dev.herald.auth.LoginResult;
import dev.herald.auth.Session;
import dev.herald.auth.SingleDevice;
import dev.herald.protocol.StrictJson;
import dev.herald.server.log.Entry;
import dev.herald.server.session.BlockingPool;
import dev.herald.server.session.SessionNews;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /api/v1/auth/login}: a new session, and the news of it to every stream of the sessions before. The answer
 * waits until that news is in the log, so that a client that has its answer is the current one on every node.
 * Thread-safe.
 */
final class LoginEndpoint implements Endpoint {
    private final Login login;
    private final SingleDevice singleDevice;
    private final SessionNews news;
    private final BlockingPool hashing;
    private final SessionCookie cookie;

    LoginEndpoint(
            Login login, SingleDevice singleDevice, SessionNews news, BlockingPool hashing, SessionCookie cookie) {
        this.login = login;
        this.singleDevice = singleDevice;
        this.news = news;
        this.hashing = hashing;
        this.cookie = cookie;
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        StrictJson.read(call.body(), Body.class).fold(body -> attempt(body, call, exchange), fault -> {
            exchange.refuse(HttpResponseStatus.BAD_REQUEST, "bad_request", fault);
            return exchange;
        });
    }

    private Exchange attempt(Body body, Call call, Exchange exchange) {
        exchange.answerWhen(hashing.submit(() -> login.attempt(body.email, body.password, call.address()))
                .thenCompose(result -> answer(result, exchange)));
        return exchange;
    }

    private CompletionStage<Answer> answer(LoginResult result, Exchange exchange) {
        if (result instanceof LoginResult.LoggedIn in) {
            Answer answer = cookie.handOut(in.session().userId(), in.accessToken(), in.expiresIn());
            return announced(in.session()).thenApply(position -> answer);
        }
        if (result instanceof LoginResult.Throttled throttled) {
            return CompletableFuture.completedFuture(exchange.refusal(
                            HttpResponseStatus.TOO_MANY_REQUESTS, "login_throttled", "Too many tries; try again later")
                    .withRetryAfter(throttled.retryAfter()));
        }
        return CompletableFuture.completedFuture(exchange.refusal(
                HttpResponseStatus.UNAUTHORIZED, "wrong_credentials", "The email address or the password is wrong"));
    }

    private CompletionStage<?> announced(Session session) {
        return singleDevice == SingleDevice.OFF
                ? CompletableFuture.completedFuture(session)
                : news.tell(new Entry.SessionStarted(session.userId(), session.jti(), session.generation()));
    }

    record Body(String email, String password) {}
}
