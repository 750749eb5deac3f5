package dev.herald.loadtest.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void readsCountsAndSeconds() {
        Settings settings =
                Settings.of(properties("herald.users", "1000000", "herald.logins", "0", "herald.ramp", "7"));
        assertThat(settings.users()).isEqualTo(1_000_000);
        assertThat(settings.logins()).isZero();
        assertThat(settings.ramp()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void refusesWhatIsNoCount() {
        for (String bad : List.of("abc", "-1", "1000001", "", "1.5")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Settings.of(properties("herald.users", bad)))
                    .withMessage("herald.users is 0 to 1000000, not \"" + bad + "\"");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.of(properties("herald.ramp", "0")))
                .withMessageStartingWith("herald.ramp is 1 to");
    }

    @Test
    void refusesARunOfNobody() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Settings.of(properties("herald.users", "0", "herald.returning", "0", "herald.logins", "0")));
    }

    @Test
    void goesToARunningServerWithItsSecret() {
        Properties properties = properties("herald.url", "http://127.0.0.1:8000", "herald.secret", "s");
        Target target = Settings.of(properties).target(properties);
        assertThat(target).isEqualTo(RunningServer.withoutAccounts(URI.create("http://127.0.0.1:8000"), "s"));
        assertThat(target.accounts()).isEmpty();
    }

    @Test
    void wantsTheSecretOfARunningServer() {
        Properties properties = properties("herald.url", "http://127.0.0.1:8000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.of(properties).target(properties))
                .withMessageContaining("herald.secret");
    }

    private static Properties properties(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }
}
