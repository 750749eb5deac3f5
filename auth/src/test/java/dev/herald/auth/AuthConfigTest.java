package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AuthConfigTest {
    private static final HmacSecret SECRET = HmacSecret.ofText(TestKeys.SECRET);
    private static final TokenConfig TOKENS = TokenConfig.ofSecret(TestKeys.SECRET);

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        assertThat(AuthConfig.defaults(TOKENS))
                .isEqualTo(new AuthConfig(TOKENS, Duration.ofDays(30), SingleDevice.ON, 5, Duration.ofMinutes(1)));
        assertThat(TOKENS.ttl()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aSecretHasAtLeast32Bytes() {
        assertRefused(() -> HmacSecret.ofText("x".repeat(31)), "31 bytes");
        assertThat(HmacSecret.ofText("é".repeat(16)).kid()).hasSize(12);
    }

    @Test
    void aSecretIsNeverShown() {
        assertThat(TOKENS.toString()).doesNotContain(TestKeys.SECRET);
        assertThat(new DatabaseConfig("jdbc:postgresql://u:hidden@h/d?password=hidden", "u", "hidden", 4).toString())
                .doesNotContain("hidden")
                .contains("jdbc:postgresql://h/d");
    }

    @Test
    void tokenSettingsAreBounded() {
        assertRefused(() -> tokens(List.of(), Duration.ofHours(1)), "at least one token secret");
        assertRefused(() -> tokens(List.of(SECRET, SECRET), Duration.ofHours(1)), "two keys have the id");
        List<HmacSecret> secrets = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            secrets.add(HmacSecret.ofText(TestKeys.SECRET + i));
        }
        tokens(secrets, Duration.ofHours(1));
        secrets.add(SECRET);
        assertRefused(() -> tokens(secrets, Duration.ofHours(1)), "at most 16 keys");
        tokens(List.of(SECRET), Duration.ofSeconds(1));
        tokens(List.of(SECRET), Duration.ofDays(1));
        assertRefused(() -> tokens(List.of(SECRET), Duration.ofMillis(999)), "ttl");
        assertRefused(() -> tokens(List.of(SECRET), Duration.ofDays(1).plusMillis(1)), "ttl");
    }

    private static TokenConfig tokens(List<HmacSecret> secrets, Duration ttl) {
        return new TokenConfig(secrets, List.of(), ttl);
    }

    @Test
    void sessionAndThrottleSettingsAreBounded() {
        auth(Duration.ofHours(1), 1, Duration.ofSeconds(1));
        auth(Duration.ofDays(3650), 1000, Duration.ofDays(1));
        assertRefused(() -> auth(Duration.ofMinutes(59), 5, Duration.ofMinutes(1)), "session's ttl");
        assertRefused(() -> auth(Duration.ofDays(3651), 5, Duration.ofMinutes(1)), "session's ttl");
        assertRefused(() -> auth(Duration.ofDays(1), 0, Duration.ofMinutes(1)), "login tries");
        assertRefused(() -> auth(Duration.ofDays(1), 1001, Duration.ofMinutes(1)), "login tries");
        assertRefused(() -> auth(Duration.ofDays(1), 5, Duration.ofMillis(999)), "login window");
        assertRefused(() -> auth(Duration.ofDays(1), 5, Duration.ofDays(2)), "login window");
    }

    private static AuthConfig auth(Duration sessionTtl, int tries, Duration window) {
        return new AuthConfig(TOKENS, sessionTtl, SingleDevice.ON, tries, window);
    }

    @Test
    void databaseSettingsAreBounded() {
        assertRefused(() -> DatabaseConfig.of("jdbc:mysql://u:hidden@h/d"), "jdbc:sqlite: or jdbc:postgresql:");
        assertRefused(() -> new DatabaseConfig("jdbc:sqlite:x", null, null, 2), "the pool has 3 to 100");
        assertRefused(() -> new DatabaseConfig("jdbc:sqlite:x", null, null, 101), "the pool has 3 to 100");
    }

    private static void assertRefused(ThrowingCallable making, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(making)
                .withMessageContaining(fault)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"));
    }
}
