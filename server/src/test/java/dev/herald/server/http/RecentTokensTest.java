package dev.herald.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.Principal;
import dev.herald.auth.TokenCheck;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentTokensTest {
    private static final Instant EXPIRY = Instant.ofEpochSecond(1_000);

    private final AtomicInteger verified = new AtomicInteger();
    private Instant now = Instant.EPOCH;
    private final RecentTokens tokens = new RecentTokens(this::verify, () -> now);

    @Test
    void verifiesAGoodTokenOnce() {
        assertThat(tokens.verify("good")).isInstanceOf(TokenCheck.Accepted.class);
        assertThat(tokens.verify("good")).isEqualTo(tokens.verify("good"));
        assertThat(verified).hasValue(1);
    }

    @Test
    void asksAgainFromTheMomentOfExpiry() {
        tokens.verify("good");
        now = EXPIRY.minusMillis(1);
        tokens.verify("good");
        assertThat(verified).hasValue(1);
        now = EXPIRY;
        assertThat(tokens.verify("good")).isInstanceOf(TokenCheck.Rejected.class);
        assertThat(verified).hasValue(2);
        assertThat(tokens.size()).isZero();
    }

    @Test
    void remembersNoBadTokenAndNoMoreGoodOnesThanItsBound() {
        tokens.verify("bad");
        tokens.verify("bad");
        assertThat(verified).hasValue(2);
        for (int i = 0; i <= RecentTokens.MAX; i++) {
            tokens.verify("good" + i);
            assertThat(tokens.size()).isBetween(1, RecentTokens.MAX);
        }
    }

    private TokenCheck verify(String token) {
        verified.incrementAndGet();
        return token.startsWith("good") && now.isBefore(EXPIRY)
                ? new TokenCheck.Accepted(new Principal("backend", token, EXPIRY, Set.of("publish"), List.of()))
                : new TokenCheck.Rejected("bad or late");
    }
}
