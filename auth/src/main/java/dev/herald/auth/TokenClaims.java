package dev.herald.auth;

import dev.herald.protocol.Names;
import io.jsonwebtoken.Claims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token whose signature holds, made into a principal. Signed does not mean sane: another service's bug
 * must not put a control character into a topic, so each claim is checked as if a stranger had written it. Immutable.
 */
final class TokenClaims {
    static final String SCOPE = "scope";
    static final String TOPICS = "topics";

    /** Most entries of {@code topics}: each is compared with each topic that a stream asks for. */
    static final int TOPICS_MAX = 100;

    static final int SCOPES_MAX = 32;

    private TokenClaims() {}

    static Principal principal(Claims claims, Instant now) throws RefusedToken {
        String userId = name("sub", claims.getSubject());
        String jti = name("jti", claims.getId());
        Instant expiresAt = expiry(claims.getExpiration(), now);
        Date issuedAt = claims.getIssuedAt();
        if (issuedAt != null && issuedAt.toInstant().isAfter(now.plus(TokenVerifier.CLOCK_AHEAD_MAX))) {
            throw new RefusedToken("issued in the future (iat)");
        }
        return new Principal(userId, jti, expiresAt, scopes(claims.get(SCOPE)), topics(claims.get(TOPICS)));
    }

    private static String name(String claim, @Nullable String value) throws RefusedToken {
        if (value == null) {
            throw new RefusedToken("no " + claim);
        }
        Optional<String> fault = Names.fault(claim, value);
        if (fault.isPresent()) {
            throw new RefusedToken(fault.get());
        }
        return value;
    }

    /** A token is refused on its expiry as well as after it (RFC 7519, 4.1.4), which the library sees otherwise. */
    private static Instant expiry(@Nullable Date exp, Instant now) throws RefusedToken {
        if (exp == null) {
            throw new RefusedToken("no exp");
        }
        Instant expiresAt = exp.toInstant();
        if (!now.isBefore(expiresAt)) {
            throw expired(expiresAt);
        }
        return expiresAt;
    }

    static RefusedToken expired(Instant expiresAt) {
        return new RefusedToken("expired at " + expiresAt);
    }

    private static Set<String> scopes(@Nullable Object claim) throws RefusedToken {
        if (claim == null) {
            return Set.of();
        }
        if (!(claim instanceof String text)) {
            throw new RefusedToken("scope is not a string");
        }
        Set<String> scopes = new LinkedHashSet<>();
        for (String scope : text.split(" ", SCOPES_MAX + 1)) {
            if (!scope.isEmpty()) {
                scopes.add(scope);
            }
        }
        if (scopes.size() > SCOPES_MAX) {
            throw new RefusedToken("more than " + SCOPES_MAX + " scopes");
        }
        return scopes;
    }

    private static List<String> topics(@Nullable Object claim) throws RefusedToken {
        if (claim == null) {
            return List.of();
        }
        if (!(claim instanceof List<?> entries)) {
            throw new RefusedToken("topics is not an array");
        }
        if (entries.size() > TOPICS_MAX) {
            throw new RefusedToken("more than " + TOPICS_MAX + " topics");
        }
        List<String> topics = new ArrayList<>(entries.size());
        for (Object entry : entries) {
            topics.add(name("topic", entry instanceof String topic ? topic : null));
        }
        return topics;
    }
}
