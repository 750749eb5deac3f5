package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
    private static final Duration TTL = Duration.ofHours(1);
    private static final HmacSecret NEW = HmacSecret.ofText(TestKeys.SECRET);
    private static final HmacSecret OLD = HmacSecret.ofText(TestKeys.OTHER_SECRET);

    private final TestClock clock = new TestClock();
    private final TokenIssuer issuer = new TokenIssuer(new TokenConfig(List.of(NEW, OLD), List.of(), TTL), clock);

    private static String part(String token, int index) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]), StandardCharsets.UTF_8);
    }

    @Test
    void writesTheTokenOfTheContract() {
        String token = issuer.issue("42", "j1", Set.of("publish", "admin"), List.of("news.*"), TTL);

        long now = TestClock.START.getEpochSecond();
        assertThat(part(token, 0)).isEqualTo("{\"kid\":\"" + NEW.kid() + "\",\"alg\":\"HS256\"}");
        assertThat(part(token, 1))
                .isEqualTo("{\"sub\":\"42\",\"jti\":\"j1\",\"iat\":" + now + ",\"exp\":" + (now + 3600)
                        + ",\"scope\":\"admin publish\",\"topics\":[\"news.*\"]}");
    }

    @Test
    void leavesOutWhatIsEmpty() {
        assertThat(part(issuer.issue("42", "j1", Set.of(), List.of(), TTL), 1)).doesNotContain("scope", "topics");
    }

    @Test
    void rotatesSecretsWithoutRefusingAnyone() {
        TokenConfig before = new TokenConfig(List.of(OLD), List.of(), TTL);
        TokenConfig during = new TokenConfig(List.of(NEW, OLD), List.of(), TTL);
        TokenConfig after = new TokenConfig(List.of(NEW), List.of(), TTL);
        String oldToken = new TokenIssuer(before, clock).issue("42", "j", Set.of(), List.of(), TTL);
        String newToken = new TokenIssuer(during, clock).issue("42", "j", Set.of(), List.of(), TTL);

        TokenVerifier verifier = new TokenVerifier(during, clock);
        assertThat(verifier.verify(oldToken)).isInstanceOf(TokenCheck.Accepted.class);
        assertThat(verifier.verify(newToken)).isInstanceOf(TokenCheck.Accepted.class);
        assertThat(new TokenVerifier(after, clock).verify(oldToken)).isInstanceOf(TokenCheck.Rejected.class);
        assertThat(new TokenVerifier(after, clock).verify(newToken)).isInstanceOf(TokenCheck.Accepted.class);
    }

    @Test
    void refusesWhatTheVerifierWouldRefuse() {
        assertRefused(() -> issuer.issue("", "j", Set.of(), List.of(), TTL), "user id is empty");
        assertRefused(() -> issuer.issue("4\n2", "j", Set.of(), List.of(), TTL), "user id");
        assertRefused(() -> issuer.issue("42", "", Set.of(), List.of(), TTL), "jti");
        assertRefused(() -> issuer.issue("42", "j", Set.of("a b"), List.of(), TTL), "space");
        assertRefused(() -> issuer.issue("42", "j", Set.of(), List.of(""), TTL), "topic");
        assertRefused(() -> issuer.issue("42", "j", Set.of(), List.of(), Duration.ofMillis(999)), "ttl");
        assertRefused(
                () -> issuer.issue("42", "j", Set.of(), Collections.nCopies(101, "t"), TTL), "at most 100 topics");
        assertRefused(
                () -> issuer.issue("42", "j", Set.of(), Collections.nCopies(100, "t".repeat(100)), TTL), "too long");
    }

    private static void assertRefused(Runnable issue, String fault) {
        assertThatIllegalArgumentException().isThrownBy(issue::run).withMessageContaining(fault);
    }
}
