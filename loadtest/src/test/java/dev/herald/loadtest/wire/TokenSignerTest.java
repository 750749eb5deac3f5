package dev.herald.loadtest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenSignerTest {
    private final TokenSigner signer =
            new TokenSigner("your-256-bit-secret", "s-", Instant.ofEpochSecond(1_000), Duration.ofSeconds(60));

    @Test
    void signsForASubscriber() {
        assertThat(claims(signer.subscriber("u1", List.of("a", "b"))))
                .isEqualTo("{\"sub\":\"u1\",\"jti\":\"s-u1\",\"iat\":1000,\"exp\":1060,\"topics\":[\"a\",\"b\"]}");
        assertThat(claims(signer.subscriber("u1", List.of()))).doesNotContain("topics");
    }

    @Test
    void signsForAPublisher() {
        assertThat(claims(signer.publisher())).contains("\"scope\":\"publish\"");
    }

    /** The signature was computed with another tool: {@code openssl dgst -sha256 -hmac}. */
    @Test
    void signsWithHs256() {
        assertThat(signer.subscriber("u1", List.of()))
                .isEqualTo(
                        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1MSIsImp0aSI6InMtdTEiLCJpYXQiOjEwMDAsImV4cCI6MTA2MH0.pXG-eGIEP3S_2vzsDWihUgQ8n6Mt0qR0oUCXDGDtY8w");
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }
}
