package dev.herald.auth;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which keys tokens are signed and verified with, and how long ours live. Immutable.
 *
 * @param hmacSecrets the first signs, all verify: put a new one first, drop the old one when its tokens have expired
 * @param publicKeys of others who issue tokens for us; none by default
 * @param ttl of an access token, 1 second to 1 day; a day is long for a credential that only a database can revoke
 */
public record TokenConfig(List<HmacSecret> hmacSecrets, List<PublicKeyConfig> publicKeys, Duration ttl) {
    public static final Duration TTL_DEFAULT = Duration.ofHours(1);

    private static final Duration TTL_MAX = Duration.ofDays(1);
    /** A token without a key id costs a verification a key, so the keys are bounded. */
    private static final int KEYS_MAX = 16;

    public TokenConfig {
        hmacSecrets = List.copyOf(hmacSecrets);
        publicKeys = List.copyOf(publicKeys);
        if (hmacSecrets.isEmpty()) {
            throw new IllegalArgumentException("at least one token secret is needed, to sign with");
        }
        if (hmacSecrets.size() + publicKeys.size() > KEYS_MAX) {
            throw new IllegalArgumentException("at most " + KEYS_MAX + " keys may be accepted at a time");
        }
        requireDistinctIds(hmacSecrets, publicKeys);
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(TTL_MAX) > 0) {
            throw new IllegalArgumentException("a token's ttl is 1s to 24h, not " + ttl);
        }
    }

    /** One secret, no public keys, the default ttl. */
    public static TokenConfig ofSecret(String secret) {
        return new TokenConfig(List.of(HmacSecret.ofText(secret)), List.of(), TTL_DEFAULT);
    }

    private static void requireDistinctIds(List<HmacSecret> secrets, List<PublicKeyConfig> publicKeys) {
        Set<String> kids = new HashSet<>();
        for (HmacSecret secret : secrets) {
            requireNew(kids, secret.kid());
        }
        for (PublicKeyConfig key : publicKeys) {
            requireNew(kids, key.kid());
        }
    }

    private static void requireNew(Set<String> kids, String kid) {
        if (!kids.add(kid)) {
            throw new IllegalArgumentException("two keys have the id " + kid);
        }
    }
}
