package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.PublicKey;
import org.junit.jupiter.api.Test;

class PublicKeyConfigTest {
    /** Written by {@code openssl genpkey -algorithm ed25519 | openssl pkey -pubout}. */
    private static final String OPENSSL_ED25519 = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEA0zfTwlNYSKb8IFZIG7dxBJo9nY8I1YO6LVwB01/IbAc=
            -----END PUBLIC KEY-----
            """;

    @Test
    void readsPemOfEveryAlgorithm() {
        assertReads(PublicKeyAlgorithm.RS256, TestKeys.RSA.getPublic());
        assertReads(PublicKeyAlgorithm.ES256, TestKeys.EC.getPublic());
        assertReads(PublicKeyAlgorithm.EDDSA, TestKeys.ED25519.getPublic());
        assertThat(PublicKeyConfig.ofPem("k", PublicKeyAlgorithm.EDDSA, OPENSSL_ED25519)
                        .key()
                        .getEncoded())
                .hasSize(44);
    }

    private static void assertReads(PublicKeyAlgorithm algorithm, PublicKey key) {
        String pem = "text before\r\n" + TestKeys.pem(key).replace("\n", "\r\n") + "text after";
        assertThat(PublicKeyConfig.ofPem("k", algorithm, pem).key()).isEqualTo(key);
    }

    @Test
    void refusesAKeyOfAnotherAlgorithm() {
        String rsa = TestKeys.pem(TestKeys.RSA.getPublic());
        String ec = TestKeys.pem(TestKeys.EC.getPublic());
        assertRefused(PublicKeyAlgorithm.ES256, rsa, "cannot be read as EC");
        assertRefused(PublicKeyAlgorithm.EDDSA, ec, "cannot be read as Ed25519");
        assertRefused(PublicKeyAlgorithm.RS256, ec, "cannot be read as RSA");
    }

    @Test
    void refusesWeakOrForeignParameters() {
        assertRefused(
                PublicKeyAlgorithm.RS256, TestKeys.pem(TestKeys.rsa(1024).getPublic()), "RSA of at least 2048 bits");
        assertRefused(
                PublicKeyAlgorithm.ES256, TestKeys.pem(TestKeys.ec("secp384r1").getPublic()), "EC on the curve P-256");
        assertRefused(
                PublicKeyAlgorithm.EDDSA,
                TestKeys.pem(TestKeys.generate("Ed448").getPublic()),
                "Ed25519");
    }

    @Test
    void saysWhatToDoWithOtherFiles() {
        assertRefused(PublicKeyAlgorithm.RS256, "-----BEGIN PRIVATE KEY-----\nAA\n", "openssl pkey -pubout");
        assertRefused(PublicKeyAlgorithm.RS256, "-----BEGIN CERTIFICATE-----\nAA\n", "openssl x509 -pubkey");
        assertRefused(PublicKeyAlgorithm.RS256, "", "begins with -----BEGIN PUBLIC KEY-----");
        assertRefused(
                PublicKeyAlgorithm.RS256,
                "-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----",
                "cannot be read as RSA");
    }

    private static void assertRefused(PublicKeyAlgorithm algorithm, String pem, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicKeyConfig.ofPem("k", algorithm, pem))
                .withMessageContaining(fault);
    }
}
