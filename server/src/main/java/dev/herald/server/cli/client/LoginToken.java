package dev.herald.server.cli.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The token of a login, renewed before it expires: the server closes a stream whose token has expired, and the stream
 * comes back with the new one. Thread-safe.
 */
public final class LoginToken implements TokenSource {
    private static final String LOGIN = "/api/v1/auth/login/";
    private static final String REFRESH = "/api/v1/auth/token/refresh/";
    private static final Duration RETRY_MAX = Duration.ofSeconds(10);

    private final HttpApi api;
    private final Clock clock;

    // any thread
    private volatile Access access;
    // timer thread only, after the login
    private Instant renewAt;

    private record Access(String token, Instant expiresAt) {}

    private LoginToken(HttpApi api, Clock clock, Access access, Instant asked) {
        this.api = api;
        this.clock = clock;
        this.access = access;
        this.renewAt = renewal(access, asked);
    }

    /**
     * Logs in. Blocks.
     *
     * @throws ClientException if the server refuses or cannot be reached
     */
    public static LoginToken login(HttpApi api, String email, String password) throws InterruptedException {
        return login(api, email, password, Clock.systemUTC());
    }

    static LoginToken login(HttpApi api, String email, String password, Clock clock) throws InterruptedException {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("email", email).put("password", password);
        Instant asked = clock.instant();
        HttpApi.Answer answer = api.post(LOGIN, body.toString());
        if (answer.status() != 200) {
            throw new ClientException("the login was refused: " + answer.problem());
        }
        return new LoginToken(api, clock, access(answer, asked), asked);
    }

    @Override
    public String token() {
        return access.token();
    }

    @Override
    public void tick() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(renewAt)) {
            return;
        }
        renewAt = retry(access, now);
        try {
            HttpApi.Answer answer = api.post(REFRESH, "", access.token());
            if (answer.status() == 200) {
                access = access(answer, now);
                renewAt = renewal(access, now);
            }
        } catch (ClientException e) {
            // Tried again in a while; whether it matters, the stream will tell.
        }
    }

    /** With a fifth of its life left, or so: enough for a few tries. */
    private static Instant renewal(Access access, Instant now) {
        return now.plus(left(access, now).multipliedBy(4).dividedBy(5));
    }

    /** After a fifth of what is left, so that there are a few tries however short it is. */
    private static Instant retry(Access access, Instant now) {
        Duration pause = left(access, now).dividedBy(5);
        return now.plus(pause.isNegative() || pause.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : pause);
    }

    private static Duration left(Access access, Instant now) {
        return Duration.between(now, access.expiresAt());
    }

    private static Access access(HttpApi.Answer answer, Instant now) {
        String token = answer.body().path("access").asText();
        if (token.isEmpty()) {
            throw new ClientException("the server answered the login without a token; is it Herald?");
        }
        return new Access(
                token, now.plusSeconds(answer.body().path("expires_in").asLong(60)));
    }
}
