package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.auth.LoginResult.LoggedIn;
import dev.herald.auth.LoginResult.Throttled;
import dev.herald.auth.LoginResult.WrongCredentials;
import dev.herald.auth.RefreshResult.Refreshed;
import dev.herald.auth.RefreshResult.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class LoginIT {
    private static final String EMAIL = "user@example.com";
    private static final String PASSWORD = "password123";
    private static final String ADDRESS = "192.0.2.1";

    @RegisterExtension
    final TestDatabase testDatabase;

    private final TestClock clock = new TestClock();
    private final RecordingHasher hasher = new RecordingHasher("test");
    private Auth auth;

    LoginIT(Dialect dialect) {
        testDatabase = new TestDatabase(dialect);
    }

    @BeforeEach
    void open() {
        AuthConfig config = AuthConfig.defaults(TokenConfig.ofSecret(TestKeys.SECRET));
        auth = Auth.of(Database.open(testDatabase.config()), config, hasher, clock);
        auth.accounts().add(EMAIL, PASSWORD, "42");
        hasher.calls();
    }

    @AfterEach
    void close() {
        auth.close();
    }

    private LoggedIn login() {
        LoginResult result = auth.login().attempt(EMAIL, PASSWORD, ADDRESS);
        assertThat(result).isInstanceOf(LoggedIn.class);
        return (LoggedIn) result;
    }

    private LoginResult wrong() {
        return auth.login().attempt(EMAIL, "wrong-password", ADDRESS);
    }

    private Principal principal(String token) {
        TokenCheck check = auth.verifier().verify(token);
        assertThat(check).isInstanceOf(TokenCheck.Accepted.class);
        return ((TokenCheck.Accepted) check).principal();
    }

    @Test
    void givesASessionAndItsToken() {
        LoggedIn loggedIn = login();
        Principal principal = principal(loggedIn.accessToken());

        assertThat(loggedIn.expiresIn()).isEqualTo(Duration.ofHours(1));
        assertThat(principal)
                .isEqualTo(new Principal(
                        "42",
                        loggedIn.session().jti(),
                        TestClock.START.plus(Duration.ofHours(1)),
                        Set.of(),
                        List.of()));
        assertThat(auth.sessions().check(principal)).isEqualTo(new SessionCheck.Current(1));
    }

    @Test
    void answersAlikeForWrongPasswordsAndUnknownAddresses() {
        assertThat(wrong()).isEqualTo(new WrongCredentials());
        assertThat(auth.login().attempt("unknown@example.com", PASSWORD, ADDRESS))
                .isEqualTo(new WrongCredentials());
        assertThat(hasher.calls()).containsExactly("matches", "matches");
    }

    @Test
    void hashesNothingForWhatNoAccountCanHave() {
        assertThat(auth.login().attempt("no address", PASSWORD, ADDRESS)).isEqualTo(new WrongCredentials());
        assertThat(auth.login().attempt(EMAIL, "x".repeat(1025), ADDRESS)).isEqualTo(new WrongCredentials());
        assertThat(hasher.calls()).isEmpty();
    }

    @Test
    void throttlesWrongTriesBeforeTheHash() {
        for (int i = 0; i < 5; i++) {
            assertThat(wrong()).isEqualTo(new WrongCredentials());
        }
        hasher.calls();
        assertThat(wrong()).isEqualTo(new Throttled(Duration.ofSeconds(12)));
        assertThat(auth.login().attempt(EMAIL, PASSWORD, ADDRESS)).isInstanceOf(Throttled.class);
        assertThat(hasher.calls()).isEmpty();
        assertThat(auth.login().attempt(EMAIL, PASSWORD, "192.0.2.2")).isInstanceOf(LoggedIn.class);

        clock.advance(Duration.ofMillis(11_001));
        assertThat(wrong()).isEqualTo(new Throttled(Duration.ofSeconds(1)));
        clock.advance(Duration.ofMillis(999));
        login();
    }

    @Test
    void capitalsAreNoWayAroundTheThrottle() {
        for (int i = 0; i < 5; i++) {
            wrong();
        }
        assertThat(auth.login().attempt(" USER@example.com", "wrong-password", ADDRESS))
                .isInstanceOf(Throttled.class);
    }

    @Test
    void rightPasswordsAreNotThrottled() {
        for (int i = 0; i < 20; i++) {
            login();
        }
    }

    @Test
    void aFailingDatabaseIsNotTheCallersFault() throws Exception {
        Sql.execute(auth.database(), "ALTER TABLE accounts RENAME TO away");
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(this::login).isInstanceOf(DatabaseException.class);
        }
        Sql.execute(auth.database(), "ALTER TABLE away RENAME TO accounts");
        login();
    }

    @Test
    void refreshesTheSameSession() {
        LoggedIn loggedIn = login();
        clock.advance(Duration.ofMinutes(50));
        RefreshResult result = auth.login().refresh(principal(loggedIn.accessToken()));

        assertThat(result).isInstanceOf(Refreshed.class);
        Refreshed refreshed = (Refreshed) result;
        Principal fresh = principal(refreshed.accessToken());
        assertThat(refreshed.session()).isEqualTo(loggedIn.session());
        assertThat(refreshed.expiresIn()).isEqualTo(Duration.ofHours(1));
        assertThat(fresh.jti()).isEqualTo(loggedIn.session().jti());
        assertThat(fresh.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(auth.sessions().check(fresh)).isEqualTo(new SessionCheck.Current(1));
    }

    @Test
    void refreshesNoSessionThatHasEndedOrIsSuperseded() {
        Principal first = principal(login().accessToken());
        Principal second = principal(login().accessToken());
        assertThat(auth.login().refresh(first)).isEqualTo(new Refused("Session superseded"));
        auth.sessions().end(second);
        assertThat(auth.login().refresh(second)).isEqualTo(new Refused("Session ended"));
    }

    @Test
    void refreshesNoTokenOfAnotherIssuer() {
        String token = auth.issuer().issue("43", "j1", Set.of("admin"), List.of(), Duration.ofHours(1));
        assertThat(auth.login().refresh(principal(token))).isInstanceOf(Refused.class);
    }

    @Test
    void noTokenOutlivesItsSession() {
        LoggedIn loggedIn = login();
        Principal principal = principal(loggedIn.accessToken());
        clock.advance(Duration.ofDays(30).minusSeconds(10).minusMillis(500));
        Refreshed refreshed = (Refreshed) auth.login().refresh(principal);
        assertThat(refreshed.expiresIn()).isEqualTo(Duration.ofSeconds(10));
        assertThat(principal(refreshed.accessToken()).expiresAt())
                .isBeforeOrEqualTo(loggedIn.session().expiresAt());

        clock.advance(Duration.ofSeconds(10));
        assertThat(auth.login().refresh(principal)).isInstanceOf(Refused.class);
    }
}
