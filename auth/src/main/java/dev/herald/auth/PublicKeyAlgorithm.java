package dev.herald.auth;

/** A way to sign with a private key that Herald never sees (RFC 7518, 3.3 and 3.4; RFC 8037). Immutable. */
public enum PublicKeyAlgorithm {
    RS256("RSA"),
    ES256("EC"),
    /** Ed25519 only. */
    EDDSA("Ed25519");

    private final String keyAlgorithm;

    PublicKeyAlgorithm(String keyAlgorithm) {
        this.keyAlgorithm = keyAlgorithm;
    }

    /** The Java name of the keys it takes. */
    String keyAlgorithm() {
        return keyAlgorithm;
    }
}
