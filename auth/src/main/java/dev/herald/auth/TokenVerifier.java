package dev.herald.auth;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.security.SecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens (JWT, RFC 7519) by the rules of RFC 8725: which keys are accepted, and each with which
 * algorithm, is configuration; a token can only name one of them. CPU only: no I/O, no lock, so it may run on an event
 * loop. Thread-safe.
 */
public final class TokenVerifier {
    /** Most characters of a token: as much as a request's header line may hold. */
    public static final int TOKEN_CHARS_MAX = 8_192;

    /** How far the clock of whoever issued a token may be ahead of ours. An expiry is taken at its word. */
    static final Duration CLOCK_AHEAD_MAX = Duration.ofSeconds(60);

    private final VerificationKeys keys;
    private final Clock clock;

    public TokenVerifier(TokenConfig config, Clock clock) {
        this.keys = new VerificationKeys(config, clock);
        this.clock = clock;
    }

    /** Never throws, whatever the text is. */
    public TokenCheck verify(String token) {
        try {
            if (token.length() > TOKEN_CHARS_MAX) {
                throw new RefusedToken("longer than " + TOKEN_CHARS_MAX + " characters");
            }
            Claims claims = verified(token, keys.candidates(TokenHeader.read(token)));
            return new TokenCheck.Accepted(TokenClaims.principal(claims, clock.instant()));
        } catch (RefusedToken e) {
            return new TokenCheck.Rejected(e.reason());
        }
    }

    /** The claims, by the first key whose signature it is. */
    private static Claims verified(String token, List<JwtParser> candidates) throws RefusedToken {
        for (JwtParser candidate : candidates) {
            Claims claims = verified(token, candidate);
            if (claims != null) {
                return claims;
            }
        }
        throw new RefusedToken("signature is not by a key that is accepted");
    }

    private static @Nullable Claims verified(String token, JwtParser parser) throws RefusedToken {
        try {
            return parser.parseSignedClaims(token).getPayload();
        } catch (SecurityException e) {
            return null;
        } catch (ExpiredJwtException e) {
            throw TokenClaims.expired(e.getClaims().getExpiration().toInstant());
        } catch (PrematureJwtException e) {
            throw new RefusedToken("not valid yet (nbf)");
        } catch (JwtException | IllegalArgumentException e) {
            // The library's message may quote the token, so only the kind of fault goes into the log.
            throw new RefusedToken(
                    "not a signed JWT with claims (" + e.getClass().getSimpleName() + ")");
        }
    }
}
