package dev.herald.loadtest.gatling;

import dev.herald.auth.TokenConfig;
import dev.herald.auth.TokenIssuer;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Tokens that the run signs itself, as a service with logins of its own would: no account and no password hash stands
 * behind them, so that users can come by the thousand a second. Thread-safe.
 */
final class Tokens {
    private static final Duration TTL = Duration.ofHours(24); // no stream ends by it while the run lasts

    private final TokenIssuer issuer;
    private final String run = "gatling-" + UUID.randomUUID() + "-"; // a server that runs already knows earlier runs
    private final AtomicInteger users = new AtomicInteger();

    Tokens(String secret) {
        this.issuer = new TokenIssuer(TokenConfig.ofSecret(secret), Clock.systemUTC());
    }

    /** A feeder of new users, each with {@code user} and {@code token}. */
    Iterator<Map<String, Object>> users() {
        return Stream.generate(this::user).iterator();
    }

    String publisher() {
        return issuer.issue(run + "publisher", run, Set.of("publish"), List.of(), TTL);
    }

    private Map<String, Object> user() {
        String user = run + users.incrementAndGet();
        return Map.of("user", user, "token", issuer.issue(user, user, Set.of(), List.of(), TTL));
    }
}
