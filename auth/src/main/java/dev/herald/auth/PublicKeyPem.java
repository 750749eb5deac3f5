package dev.herald.auth;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Public keys in PEM, as {@code openssl pkey -pubout} writes them (RFC 7468, 13). Immutable. */
final class PublicKeyPem {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    private PublicKeyPem() {}

    static PublicKey read(PublicKeyAlgorithm algorithm, String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(missing(pem));
        }
        String body = pem.substring(begin + BEGIN.length(), end).replaceAll("\\s", "");
        try {
            byte[] der = Base64.getDecoder().decode(body);
            return KeyFactory.getInstance(algorithm.keyAlgorithm()).generatePublic(new X509EncodedKeySpec(der));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "this public key cannot be read as " + algorithm.keyAlgorithm() + ", which " + algorithm + " takes",
                    e);
        }
    }

    private static String missing(String pem) {
        if (pem.contains("PRIVATE KEY-----")) {
            return "this is a private key, which Herald must not have; `openssl pkey -pubout` gives the public one";
        }
        if (pem.contains("BEGIN CERTIFICATE-----")) {
            return "this is a certificate; `openssl x509 -pubkey -noout` gives its public key";
        }
        return "a public key begins with " + BEGIN + " and ends with " + END;
    }
}
