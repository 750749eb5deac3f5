package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.TokenCheck.Accepted;
import dev.herald.auth.TokenCheck.Rejected;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final byte[] SECRET = TestKeys.SECRET.getBytes(StandardCharsets.UTF_8);
    private static final long NOW = TestClock.START.getEpochSecond();
    private static final String HS256 = "{\"alg\":\"HS256\"}";
    private static final TokenConfig CONFIG = new TokenConfig(
            List.of(HmacSecret.ofText(TestKeys.SECRET), HmacSecret.ofText(TestKeys.OTHER_SECRET)),
            List.of(
                    new PublicKeyConfig("rsa-1", PublicKeyAlgorithm.RS256, TestKeys.RSA.getPublic()),
                    new PublicKeyConfig("ec-1", PublicKeyAlgorithm.ES256, TestKeys.EC.getPublic()),
                    new PublicKeyConfig("ed-1", PublicKeyAlgorithm.EDDSA, TestKeys.ED25519.getPublic())),
            Duration.ofHours(1));

    private final TestClock clock = new TestClock();
    private final TokenVerifier verifier = new TokenVerifier(CONFIG, clock);

    private static String claims(String more) {
        return "{\"sub\":\"42\",\"jti\":\"j1\",\"exp\":" + (NOW + 60) + more + "}";
    }

    private Principal accepted(String token) {
        TokenCheck check = verifier.verify(token);
        assertThat(check).isInstanceOf(Accepted.class);
        return ((Accepted) check).principal();
    }

    private String rejected(String token) {
        TokenCheck check = verifier.verify(token);
        assertThat(check).isInstanceOf(Rejected.class);
        String reason = ((Rejected) check).reason();
        for (String part : token.split("\\.", -1)) {
            if (part.length() > 8) {
                assertThat(reason).doesNotContain(part);
            }
        }
        assertThat(reason).hasSizeLessThan(400).doesNotContain("\n", "\r");
        return reason;
    }

    private static String hs256(String claims) {
        return Jws.hs256(HS256, claims, SECRET);
    }

    @Test
    void acceptsWhatTheIssuerIssues() {
        TokenIssuer issuer = new TokenIssuer(CONFIG, clock);
        String token =
                issuer.issue("42", "j1", Set.of("publish", "admin"), List.of("news", "team.*"), Duration.ofMinutes(5));

        assertThat(accepted(token))
                .isEqualTo(new Principal(
                        "42",
                        "j1",
                        TestClock.START.plusSeconds(300),
                        Set.of("publish", "admin"),
                        List.of("news", "team.*")));
    }

    @Test
    void acceptsATokenOfAnotherIssuerWithTheSharedSecret() {
        assertThat(accepted(hs256(claims(""))))
                .isEqualTo(new Principal("42", "j1", Instant.ofEpochSecond(NOW + 60), Set.of(), List.of()));
    }

    @Test
    void acceptsEverySecretWithAndWithoutKeyId() {
        for (String secret : List.of(TestKeys.SECRET, TestKeys.OTHER_SECRET)) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            String kid = HmacSecret.ofText(secret).kid();
            accepted(Jws.hs256(HS256, claims(""), bytes));
            accepted(Jws.hs256("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\",\"typ\":\"JWT\"}", claims(""), bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"kid\":\"rsa-1\""})
    void acceptsRs256(String kid) {
        accepted(Jws.signed("{\"alg\":\"RS256\"" + kid + "}", claims(""), "SHA256withRSA", TestKeys.RSA.getPrivate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"kid\":\"ec-1\""})
    void acceptsEs256(String kid) {
        accepted(Jws.signed(
                "{\"alg\":\"ES256\"" + kid + "}",
                claims(""),
                "SHA256withECDSAinP1363Format",
                TestKeys.EC.getPrivate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"kid\":\"ed-1\""})
    void acceptsEdDsa(String kid) {
        accepted(Jws.signed("{\"alg\":\"EdDSA\"" + kid + "}", claims(""), "Ed25519", TestKeys.ED25519.getPrivate()));
    }

    @Test
    void ignoresHeaderAndClaimsThatItDoesNotKnow() {
        accepted(Jws.hs256("{\"x5t\":\"abc\",\"o\":{\"a\":[1]},\"alg\":\"HS256\"}", claims(",\"aud\":\"x\""), SECRET));
    }

    static Stream<Arguments> headers() {
        String otherKid = HmacSecret.ofText(TestKeys.OTHER_SECRET).kid();
        return Stream.of(
                Arguments.of("{\"alg\":\"none\"}", "no key for alg"),
                Arguments.of("{\"alg\":\"hs256\"}", "no key for alg"),
                Arguments.of("{\"alg\":\"HS384\"}", "no key for alg"),
                Arguments.of("{\"alg\":\"HS512\"}", "no key for alg"),
                Arguments.of("{\"alg\":\"RS256\"}", "signature"),
                Arguments.of("{\"alg\":\"ES256\"}", "signature"),
                Arguments.of("{\"alg\":\"EdDSA\"}", "signature"),
                Arguments.of("{\"alg\":\"\"}", "no key for alg"),
                Arguments.of("{\"alg\":null}", "alg is not a string"),
                Arguments.of("{\"alg\":[\"HS256\"]}", "alg is not a string"),
                Arguments.of("{\"typ\":\"JWT\"}", "no alg"),
                Arguments.of("{\"alg\":\"HS256\",\"alg\":\"HS256\"}", "not JSON"),
                Arguments.of("{\"alg\":\"HS256\",\"kid\":\"unknown\"}", "no key with the id"),
                Arguments.of("{\"alg\":\"HS256\",\"kid\":\"\"}", "no key with the id"),
                Arguments.of("{\"alg\":\"HS256\",\"kid\":\"a\\nb\"}", "no key with the id"),
                Arguments.of("{\"alg\":\"HS256\",\"kid\":7}", "kid is not a string"),
                Arguments.of("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}", "no key with the id"),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":\"ec-1\"}", "no key with the id"),
                Arguments.of("{\"alg\":\"HS256\",\"kid\":\"" + otherKid + "\"}", "signature"),
                Arguments.of("{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}", "has crit"),
                Arguments.of("{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}", "has b64"),
                Arguments.of("{\"alg\":\"HS256\",\"zip\":\"DEF\"}", "has zip"),
                Arguments.of("{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}", "has jwk"),
                Arguments.of("{\"alg\":\"HS256\",\"jku\":\"https://evil.example\"}", "has jku"),
                Arguments.of("[]", "not a JSON object"),
                Arguments.of("\"HS256\"", "not a JSON object"),
                Arguments.of("{\"alg\":\"HS256\"}{}", "more than one"),
                Arguments.of("{\"alg\":\"HS256\"", "not JSON"),
                Arguments.of("{\"alg\":\"HS256\"/**/}", "not JSON"),
                Arguments.of("{\"a\":" + "[".repeat(350) + "]".repeat(350) + "}", "no alg"),
                Arguments.of("", "not three parts"));
    }

    /** Signed with the true secret, so it is the header and nothing else that is refused. */
    @ParameterizedTest
    @MethodSource("headers")
    void rejectsHeader(String header, String reason) {
        assertThat(rejected(Jws.hs256(header, claims(""), SECRET))).contains(reason);
    }

    @Test
    void rejectsAnUnsignedToken() {
        rejected(Jws.part("{\"alg\":\"none\"}") + "." + Jws.part(claims("")) + ".");
        rejected(Jws.part(HS256) + "." + Jws.part(claims("")) + ".");
        rejected(Jws.part(HS256) + "." + Jws.part(claims("")));
    }

    @Test
    void rejectsThePublicKeyUsedAsSecret() {
        for (byte[] secret : List.of(
                TestKeys.RSA.getPublic().getEncoded(),
                TestKeys.pem(TestKeys.RSA.getPublic()).getBytes(StandardCharsets.UTF_8))) {
            assertThat(rejected(Jws.hs256(HS256, claims(""), secret))).contains("signature");
            assertThat(rejected(Jws.hs256("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}", claims(""), secret)))
                    .contains("no key with the id");
        }
    }

    @Test
    void rejectsAnEs256SignatureOfZeros() {
        String unsigned = Jws.part("{\"alg\":\"ES256\"}") + "." + Jws.part(claims("")) + ".";
        assertThat(rejected(unsigned + Jws.base64(new byte[64]))).contains("signature");
    }

    @Test
    void rejectsForeignAndChangedSignatures() {
        String foreign = Jws.hs256(HS256, claims(""), "x".repeat(32).getBytes(StandardCharsets.UTF_8));
        assertThat(rejected(foreign)).contains("signature");

        String token = hs256(claims(""));
        String other = hs256(claims(",\"scope\":\"admin\""));
        int end = token.lastIndexOf('.');
        assertThat(rejected(other.substring(0, other.lastIndexOf('.')) + token.substring(end)))
                .contains("signature");
    }

    /** A token encrypted by the algorithms that the library offers: it must not even be tried. */
    @Test
    void rejectsAnEncryptedToken() {
        String token = Jwts.builder()
                .subject("42")
                .encryptWith(Keys.password("password".toCharArray()), Jwts.KEY.PBES2_HS512_A256KW, Jwts.ENC.A256GCM)
                .compact();
        assertThat(rejected(token)).contains("not three parts");
    }

    static Stream<Arguments> badClaims() {
        String in60s = "\"exp\":" + (NOW + 60);
        String complete = "\"sub\":\"42\",\"jti\":\"j1\"," + in60s;
        String topics101 = String.join(",", Collections.nCopies(101, "\"t\""));
        StringBuilder scopes33 = new StringBuilder("s");
        for (int i = 0; i < 32; i++) {
            scopes33.append(" s").append(i);
        }
        return Stream.of(
                Arguments.of("{\"jti\":\"j1\"," + in60s + "}", "no sub"),
                Arguments.of("{\"sub\":\"42\"," + in60s + "}", "no jti"),
                Arguments.of("{\"sub\":\"42\",\"jti\":\"j1\"}", "no exp"),
                Arguments.of("{\"sub\":\"\",\"jti\":\"j1\"," + in60s + "}", "sub"),
                Arguments.of("{\"sub\":\"a\\nb\",\"jti\":\"j1\"," + in60s + "}", "sub"),
                Arguments.of("{\"sub\":\"" + "x".repeat(257) + "\",\"jti\":\"j1\"," + in60s + "}", "sub"),
                Arguments.of("{\"sub\":\"42\",\"jti\":\"" + "x".repeat(257) + "\"," + in60s + "}", "jti"),
                Arguments.of("{\"sub\":42,\"jti\":\"j1\"," + in60s + "}", ""),
                Arguments.of("{\"sub\":[\"42\"],\"jti\":\"j1\"," + in60s + "}", ""),
                Arguments.of("{\"sub\":\"42\",\"jti\":\"j1\",\"exp\":\"soon\"}", ""),
                Arguments.of("{\"sub\":\"42\",\"jti\":\"j1\",\"exp\":" + NOW + "}", "expired"),
                Arguments.of("{\"sub\":\"42\",\"jti\":\"j1\",\"exp\":" + (NOW - 1) + "}", "expired"),
                Arguments.of("{\"sub\":\"42\",\"jti\":\"j1\",\"exp\":0}", "expired"),
                Arguments.of("{\"sub\":\"42\",\"jti\":\"j1\",\"exp\":-1}", "expired"),
                Arguments.of("{\"sub\":\"42\",\"jti\":\"j1\",\"exp\":1}", "expired"),
                Arguments.of("{" + complete + ",\"iat\":" + (NOW + 61) + "}", "iat"),
                Arguments.of("{" + complete + ",\"nbf\":" + (NOW + 61) + "}", "nbf"),
                Arguments.of("{" + complete + ",\"sub\":\"43\"}", ""),
                Arguments.of("{" + complete + ",\"scope\":[\"publish\"]}", "scope is not a string"),
                Arguments.of("{" + complete + ",\"scope\":\"" + scopes33 + "\"}", "more than 32 scopes"),
                Arguments.of("{" + complete + ",\"topics\":\"news\"}", "topics is not an array"),
                Arguments.of("{" + complete + ",\"topics\":[7]}", "topic"),
                Arguments.of("{" + complete + ",\"topics\":[\"\"]}", "topic"),
                Arguments.of("{" + complete + ",\"topics\":[\"a\\rb\"]}", "topic"),
                Arguments.of("{" + complete + ",\"topics\":[" + topics101 + "]}", "more than 100 topics"),
                Arguments.of("{" + complete + ",\"a\":" + "[".repeat(2500) + "]".repeat(2500) + "}", ""),
                Arguments.of("[1]", ""),
                Arguments.of("hello", ""),
                Arguments.of("", ""),
                Arguments.of("{" + complete, ""));
    }

    @ParameterizedTest
    @MethodSource("badClaims")
    void rejectsClaims(String claims, String reason) {
        assertThat(rejected(hs256(claims))).contains(reason);
    }

    @Test
    void acceptsClaimsUpToTheirBounds() {
        String topics100 = String.join(",", Collections.nCopies(100, "\"t\""));
        assertThat(accepted(hs256(claims(",\"topics\":[" + topics100 + "]"))).topics())
                .hasSize(100);
        StringBuilder scopes32 = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            scopes32.append("s").append(i).append(i < 31 ? " " : "");
        }
        assertThat(accepted(hs256(claims(",\"scope\":\"" + scopes32 + "\""))).scopes())
                .hasSize(32);
        accepted(hs256(claims(",\"iat\":" + (NOW + 60) + ",\"nbf\":" + (NOW + 60))));
        accepted(hs256("{\"sub\":\"" + "é".repeat(128) + "\",\"jti\":\"j1\",\"exp\":" + (NOW + 1) + "}"));
    }

    @Test
    void readsScopesApartBySpaces() {
        assertThat(accepted(hs256(claims(",\"scope\":\" publish  admin \""))).scopes())
                .containsExactlyInAnyOrder("publish", "admin");
        assertThat(accepted(hs256(claims(",\"scope\":\"\""))).scopes()).isEmpty();
    }

    @Test
    void takesAnExpiryAtItsWord() {
        String token = hs256(claims(""));
        clock.advance(Duration.ofMillis(59_999));
        accepted(token);
        clock.advance(Duration.ofMillis(1));
        assertThat(rejected(token)).contains("expired");
    }

    @Test
    void rejectsTokensLongerThanTheBound() {
        String claims = claims(",\"pad\":\"%s\"");
        int overhead = hs256(claims.replace("%s", "")).length();
        int pad = (TokenVerifier.TOKEN_CHARS_MAX - overhead) * 3 / 4 - 3;
        String fits = hs256(claims.replace("%s", "x".repeat(pad)));
        assertThat(fits.length()).isBetween(TokenVerifier.TOKEN_CHARS_MAX - 8, TokenVerifier.TOKEN_CHARS_MAX);
        accepted(fits);
        assertThat(rejected(hs256(claims.replace("%s", "x".repeat(pad + 9))))).contains("longer than");
        assertThat(rejected("x".repeat(1_000_000))).contains("longer than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                "a.b.c.d.e",
                " ",
                "Bearer x",
                "\u0000",
                "é.é.é",
                "!.!.!",
                "e30.e30.e30"
            })
    void rejectsWhatIsNoToken(String token) {
        rejected(token);
    }

    /** Cut, doubled or with any character changed: refused, and never with an exception. */
    @Test
    void rejectsDamagedTokens() {
        String token = hs256(claims(",\"scope\":\"publish\""));
        Random random = new Random(7);
        for (int cut = 0; cut < token.length(); cut++) {
            rejected(token.substring(0, cut));
        }
        int lastOfSignature = token.length() - 1;
        for (int round = 0; round < 5_000; round++) {
            // The last character has two bits that are no part of the signature.
            int at = random.nextInt(lastOfSignature);
            char other = (char) random.nextInt(0x250);
            if (other != token.charAt(at)) {
                rejected(token.substring(0, at) + other + token.substring(at + 1));
            }
        }
    }

    /** Garbage signed by a key that we trust: another service's bug must not become an exception here. */
    @Test
    void survivesGarbageThatIsSigned() {
        Random random = new Random(11);
        String good = claims(",\"scope\":\"publish\",\"topics\":[\"a\",\"b*\"],\"nbf\":1,\"iat\":2");
        for (int round = 0; round < 5_000; round++) {
            StringBuilder claims = new StringBuilder(good);
            for (int change = 0; change <= random.nextInt(3); change++) {
                int at = random.nextInt(claims.length());
                claims.setCharAt(at, "{}[]\",:0123456789-eE.ntf\\u".charAt(random.nextInt(26)));
            }
            assertThat(verifier.verify(hs256(claims.toString()))).isNotNull();
        }
        String huge = BigInteger.TEN.pow(300).toString();
        for (String exp : List.of(huge, "-" + huge, "1e308", "1e99999", "9223372036854775807", "1.5", "true", "{}")) {
            assertThat(verifier.verify(hs256("{\"sub\":\"42\",\"jti\":\"j1\",\"exp\":" + exp + "}")))
                    .isNotNull();
        }
    }
}
