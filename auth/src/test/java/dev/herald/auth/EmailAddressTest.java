package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    private static String parsed(String typed) {
        return EmailAddress.parse(typed).orElseThrow().text();
    }

    @Test
    void isNormalised() {
        assertThat(parsed(" User@Example.COM\n")).isEqualTo("user@example.com");
        assertThat(parsed("e\u0301@x")).isEqualTo("\u00e9@x");
    }

    @Test
    void doesNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(parsed("INFO@x")).isEqualTo("info@x");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void isBounded() {
        String local = "l".repeat(64) + "@";
        assertThat(EmailAddress.parse(local + "d".repeat(254 - 65))).isPresent();
        assertThat(EmailAddress.parse(local + "d".repeat(255 - 65))).isEmpty();
        assertThat(EmailAddress.parse("l" + local + "d")).isEmpty();
        assertThat(EmailAddress.parse("a@" + "é".repeat(126))).isPresent();
        assertThat(EmailAddress.parse("a@" + "é".repeat(127))).isEmpty();
        assertThat(EmailAddress.parse(" ".repeat(1_000_000) + "a@b")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a\u0000@b", "a\ud800@b", "a\r\n@b"})
    void mustBeOne(String typed) {
        assertThat(EmailAddress.parse(typed)).isEmpty();
    }
}
