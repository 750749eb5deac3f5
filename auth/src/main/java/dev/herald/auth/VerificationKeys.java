package dev.herald.auth;

import dev.herald.protocol.Text;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/**
 * The keys that tokens are verified with, each bound to its one algorithm by a parser that knows no other. So a token
 * cannot ask for {@code none}, nor have the text of a public key taken for an HMAC secret. Immutable.
 */
final class VerificationKeys {
    /** A key, its name and the name of its algorithm in a token's header, and what verifies with just these. */
    private record Entry(String kid, String alg, JwtParser parser) {}

    private final List<Entry> entries = new ArrayList<>();

    VerificationKeys(TokenConfig config, Clock clock) {
        for (HmacSecret secret : config.hmacSecrets()) {
            JwtParserBuilder parser = parser(Jwts.SIG.HS256, clock).verifyWith(secret.key());
            entries.add(new Entry(secret.kid(), Jwts.SIG.HS256.getId(), parser.build()));
        }
        for (PublicKeyConfig accepted : config.publicKeys()) {
            SecureDigestAlgorithm<?, ?> algorithm = algorithm(accepted.algorithm());
            JwtParserBuilder parser = parser(algorithm, clock).verifyWith(accepted.key());
            entries.add(new Entry(accepted.kid(), algorithm.getId(), parser.build()));
        }
    }

    /** The one key that the header names, or every key of its algorithm if it names none; at least one. */
    List<JwtParser> candidates(TokenHeader header) throws RefusedToken {
        List<JwtParser> candidates = new ArrayList<>(1);
        for (Entry entry : entries) {
            boolean named = header.kid() == null || header.kid().equals(entry.kid);
            if (named && header.alg().equals(entry.alg)) {
                candidates.add(entry.parser);
            }
        }
        if (candidates.isEmpty()) {
            String kid = header.kid() == null ? "" : " with the id " + Text.quoted(header.kid());
            throw new RefusedToken("no key" + kid + " for alg " + Text.quoted(header.alg()));
        }
        return candidates;
    }

    private static SecureDigestAlgorithm<?, ?> algorithm(PublicKeyAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> Jwts.SIG.RS256;
            case ES256 -> Jwts.SIG.ES256;
            case EDDSA -> Jwts.SIG.EdDSA;
        };
    }

    private static JwtParserBuilder parser(SecureDigestAlgorithm<?, ?> algorithm, Clock clock) {
        return Jwts.parser()
                .sig()
                .clear()
                .add(algorithm)
                .and()
                .zip()
                .clear()
                .and()
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(TokenVerifier.CLOCK_AHEAD_MAX.toSeconds());
    }
}
