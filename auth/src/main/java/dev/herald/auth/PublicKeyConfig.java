package dev.herald.auth;

import dev.herald.protocol.Names;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;

/**
 * A key whose tokens are accepted, and the one algorithm that it may be used with. Immutable.
 *
 * @param kid the key id that tokens name it by; tokens without one are tried with every key of their algorithm
 */
public record PublicKeyConfig(String kid, PublicKeyAlgorithm algorithm, PublicKey key) {
    private static final int RSA_BITS_MIN = 2048;
    /** The order of P-256's base point (SEC 2, 2.4.2), by which the curve is known. */
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    public PublicKeyConfig {
        Names.fault("key id", kid).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        if (!fits(algorithm, key)) {
            throw new IllegalArgumentException("the key " + kid + " is no key for " + algorithm + ": it takes "
                    + wanted(algorithm) + ", this is " + key.getAlgorithm());
        }
    }

    /**
     * Reads a {@code -----BEGIN PUBLIC KEY-----} block (RFC 7468, 13).
     *
     * @throws IllegalArgumentException if the text is no such block, or the key does not fit the algorithm
     */
    public static PublicKeyConfig ofPem(String kid, PublicKeyAlgorithm algorithm, String pem) {
        return new PublicKeyConfig(kid, algorithm, PublicKeyPem.read(algorithm, pem));
    }

    private static boolean fits(PublicKeyAlgorithm algorithm, PublicKey key) {
        return switch (algorithm) {
            case RS256 -> key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS_MIN;
            case ES256 ->
                key instanceof ECPublicKey ec && ec.getParams().getOrder().equals(P256_ORDER);
            case EDDSA ->
                key instanceof EdECPublicKey ed
                        && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
        };
    }

    private static String wanted(PublicKeyAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> "RSA of at least " + RSA_BITS_MIN + " bits";
            case ES256 -> "EC on the curve P-256";
            case EDDSA -> "Ed25519";
        };
    }
}
