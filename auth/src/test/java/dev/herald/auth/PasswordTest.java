package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
    private final Argon2PasswordHasher hasher = new Argon2PasswordHasher();

    @Test
    void isBoundedInBytes() {
        assertThat(Password.fault("x".repeat(7))).contains("password has 7 bytes, 8 to 1024 are allowed");
        assertThat(Password.fault("x".repeat(8))).isEmpty();
        assertThat(Password.fault("é".repeat(4))).isEmpty();
        assertThat(Password.fault("x".repeat(1024))).isEmpty();
        assertThat(Password.fault("x".repeat(1025))).isPresent();
        assertThat(Password.fault("12345678\ud800")).isPresent();
    }

    @Test
    void isTheSameHoweverAccentsAreTyped() {
        assertThat(Password.normalised("e\u0301")).isEqualTo("\u00e9");
    }

    @Test
    void isHashedWithTodaysParametersInTheHash() {
        String hash = hasher.hash("password123");
        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(hasher.hash("password123")).isNotEqualTo(hash);
        assertThat(hasher.matches("password123", hash)).isTrue();
        assertThat(hasher.matches("password124", hash)).isFalse();
        assertThat(hasher.isOutdated(hash)).isFalse();
    }

    /** From the test vectors of the reference implementation in C. */
    @Test
    void readsTheHashOfAnotherImplementationAndItsParameters() {
        String hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(hasher.matches("password", hash)).isTrue();
        assertThat(hasher.matches("passwore", hash)).isFalse();
        assertThat(hasher.isOutdated(hash)).isTrue();
        assertThat(Argon2Hash.compute(
                        "password", new Argon2Cost(65_536, 2, 1), "somesalt".getBytes(StandardCharsets.US_ASCII)))
                .hasToString(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$2b$12$abcdefghijklmnopqrstuv"
            })
    void refusesAHashThatItDoesNotKnow(String hash) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hasher.matches("password", hash))
                .withMessage("not an Argon2id hash in PHC format");
    }
}
