package dev.herald.server.durability;

import dev.herald.auth.DatabaseConfig;
import dev.herald.auth.TokenIssuer;
import dev.herald.server.Altered;
import dev.herald.server.HeraldConfig;
import dev.herald.server.TestServer;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.LogKind;
import dev.herald.server.stream.StreamConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** How the nodes of these tests are configured, and tokens that all of them accept. Immutable. */
final class Nodes {
    static final LogConfig LOG = log(Duration.ofHours(24), 1_000_000, Duration.ofMinutes(10));

    private static final int OPENS_PER_MINUTE = 100_000; // readers come back at once
    private static final TokenIssuer ISSUER =
            new TokenIssuer(TestServer.auth(Duration.ofHours(1)).tokens(), Clock.systemUTC());

    private Nodes() {}

    static HeraldConfig config(String databaseUrl) {
        return HeraldConfig.defaults(TestServer.SECRET)
                .with(TestServer.NET)
                .with(Altered.from(StreamConfig.defaults())
                        .with(StreamConfig::perUserMax, 100)
                        .with(StreamConfig::opensPerMinute, OPENS_PER_MINUTE)
                        .record())
                .with(LOG)
                .with(DatabaseConfig.of(databaseUrl));
    }

    static LogConfig log(Duration retention, int eventsPerTopicMax, Duration idempotencyWindow) {
        return Altered.from(LogConfig.defaults())
                .with(LogConfig::kind, LogKind.DATABASE)
                .with(LogConfig::retention, retention)
                .with(LogConfig::eventsPerTopicMax, eventsPerTopicMax)
                .with(LogConfig::idempotencyWindow, idempotencyWindow)
                .record();
    }

    static String userToken(String userId) {
        return token(userId, Set.of());
    }

    static String publisherToken() {
        return token("backend", Set.of("publish"));
    }

    static String adminToken() {
        return token("operator", Set.of("admin"));
    }

    private static String token(String userId, Set<String> scopes) {
        return ISSUER.issue(userId, UUID.randomUUID().toString(), scopes, List.of(), Duration.ofHours(1));
    }
}
