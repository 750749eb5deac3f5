package dev.herald.auth;

import dev.herald.protocol.Names;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Signs access tokens: HS256 with the first configured secret, whose id goes into the header. CPU only. Thread-safe.
 */
public final class TokenIssuer {
    private final HmacSecret secret;
    private final Clock clock;

    public TokenIssuer(TokenConfig config, Clock clock) {
        this.secret = config.hmacSecrets().get(0);
        this.clock = clock;
    }

    /**
     * A token that is valid from now on, for {@code ttl} rounded down to whole seconds. {@link TokenVerifier} takes it.
     *
     * @param topics exact names, or a trailing {@code *} for any rest; at most 100
     * @throws IllegalArgumentException for what the verifier would refuse
     */
    public String issue(String userId, String jti, Set<String> scopes, List<String> topics, Duration ttl) {
        checkName("user id", userId);
        checkName("jti", jti);
        scopes.forEach(scope -> checkScope(scope, scopes.size()));
        topics.forEach(topic -> checkName("topic", topic));
        check(ttl.toSeconds() >= 1, "a token's ttl is at least 1s");
        check(topics.size() <= TokenClaims.TOPICS_MAX, "a token has at most " + TokenClaims.TOPICS_MAX + " topics");

        Instant now = clock.instant();
        JwtBuilder token = Jwts.builder()
                .header()
                .keyId(secret.kid())
                .and()
                .subject(userId)
                .id(jti)
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(ttl)))
                .signWith(secret.key(), Jwts.SIG.HS256);
        if (!scopes.isEmpty()) {
            token.claim(TokenClaims.SCOPE, String.join(" ", new TreeSet<>(scopes)));
        }
        if (!topics.isEmpty()) {
            token.claim(TokenClaims.TOPICS, topics);
        }
        String text = token.compact();
        check(text.length() <= TokenVerifier.TOKEN_CHARS_MAX, "the token is too long, it needs fewer topics");
        return text;
    }

    private static void checkScope(String scope, int scopes) {
        checkName("scope", scope);
        check(scope.indexOf(' ') < 0, "a scope has no space in it");
        check(scopes <= TokenClaims.SCOPES_MAX, "a token has at most " + TokenClaims.SCOPES_MAX + " scopes");
    }

    private static void checkName(String what, String value) {
        Names.fault(what, value).ifPresent(fault -> check(false, fault));
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }
}
