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
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final HttpApi api;
    private final Clock clock;

    // any thread
    private volatile Access access;
    // timer thread only, after the login
    private Instant renewAt;

    private record Access(String token, Duration expiresIn) {}

    private LoginToken(HttpApi api, Clock clock, Access access) {
        this.api = api;
        this.clock = clock;
        this.access = access;
        this.renewAt = renewal(access);
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
        HttpApi.Answer answer = api.post(LOGIN, body.toString());
        if (answer.status() != 200) {
            throw new ClientException("the login was refused: " + answer.problem());
        }
        return new LoginToken(api, clock, access(answer));
    }

    @Override
    public String token() {
        return access.token();
    }

    @Override
    public void tick() throws InterruptedException {
        if (clock.instant().isBefore(renewAt)) {
            return;
        }
        renewAt = clock.instant().plus(RETRY);
        try {
            HttpApi.Answer answer = api.post(REFRESH, "", access.token());
            if (answer.status() == 200) {
                access = access(answer);
                renewAt = renewal(access);
            }
        } catch (ClientException e) {
            // Tried again in a while; whether it matters, the stream will tell.
        }
    }

    /** With a fifth of its life left, or so: enough for a few tries. */
    private Instant renewal(Access access) {
        return clock.instant().plus(access.expiresIn().multipliedBy(4).dividedBy(5));
    }

    private static Access access(HttpApi.Answer answer) {
        String token = answer.body().path("access").asText();
        if (token.isEmpty()) {
            throw new ClientException("the server answered the login without a token; is it Herald?");
        }
        return new Access(
                token, Duration.ofSeconds(answer.body().path("expires_in").asLong(60)));
    }
}
