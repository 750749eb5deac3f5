package dev.herald.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret shared by all who sign and verify HS256 tokens (RFC 7518, 3.2). Its key id follows from the secret, so that
 * every node names it alike; it is a keyed hash, which tells nothing that a token's signature does not. Immutable.
 */
public final class HmacSecret {
    /** Fewest bytes: a shorter key than the hash would make the signature the weaker for it. */
    public static final int BYTES_MIN = 32;

    private static final String MAC = "HmacSHA256";
    private static final int KEY_ID_BYTES = 6;

    private final SecretKey key;
    private final String kid;

    private HmacSecret(SecretKey key, String kid) {
        this.key = key;
        this.kid = kid;
    }

    /**
     * The secret whose key is the UTF-8 bytes of {@code text}.
     *
     * @throws IllegalArgumentException if those are fewer than {@link #BYTES_MIN}
     */
    public static HmacSecret ofText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < BYTES_MIN) {
            throw new IllegalArgumentException("the token secret has " + bytes.length + " bytes of UTF-8, at least "
                    + BYTES_MIN + " are needed; `openssl rand -base64 48` makes a good one");
        }
        SecretKey key = new SecretKeySpec(bytes, MAC);
        return new HmacSecret(key, kid(key));
    }

    SecretKey key() {
        return key;
    }

    String kid() {
        return kid;
    }

    private static String kid(SecretKey key) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            byte[] hash = mac.doFinal("herald key id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, KEY_ID_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    /** Names the key, never the secret. */
    @Override
    public String toString() {
        return "HmacSecret[" + kid + "]";
    }
}
