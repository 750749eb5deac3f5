package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.auth.AddAccount.Added;
import dev.herald.auth.AddAccount.EmailTaken;
import dev.herald.auth.AddAccount.Invalid;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class AccountsIT {
    @RegisterExtension
    final TestDatabase testDatabase;

    private final RecordingHasher hasher = new RecordingHasher("new");
    private Database database;
    private Accounts accounts;

    AccountsIT(Dialect dialect) {
        testDatabase = new TestDatabase(dialect);
    }

    @BeforeEach
    void open() {
        database = Database.open(testDatabase.config());
        accounts = new Accounts(database, hasher, new TestClock());
        hasher.calls();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Optional<String> authenticate(String email, String password) {
        return accounts.authenticate(EmailAddress.parse(email).orElseThrow(), password);
    }

    @Test
    void addsAndAuthenticates() {
        AddAccount added = accounts.add("User@Example.com", "password123");
        assertThat(added).isInstanceOf(Added.class);
        String userId = ((Added) added).userId();

        assertThat(userId).matches("[0-9a-f]{32}");
        assertThat(authenticate("user@example.COM ", "password123")).contains(userId);
        assertThat(authenticate("user@example.com", "password124")).isEmpty();
        assertThat(authenticate("other@example.com", "password123")).isEmpty();
    }

    @Test
    void takesTheIdThatIsGiven() {
        assertThat(accounts.add("a@example.com", "password123", "42")).isEqualTo(new Added("42"));
        assertThat(authenticate("a@example.com", "password123")).contains("42");
    }

    @Test
    void anAddressIsTakenInAnyCapitals() {
        accounts.add("user@example.com", "password123");
        assertThat(accounts.add("USER@example.com", "password456")).isEqualTo(new EmailTaken());
        assertThat(authenticate("user@example.com", "password123")).isPresent();
    }

    @Test
    void refusesWhatIsNotValid() {
        accounts.add("a@example.com", "password123", "42");
        assertThat(accounts.add("b@example.com", "password123", "42"))
                .isEqualTo(new Invalid("user id \"42\" is taken"));
        assertThat(accounts.add("no address", "password123")).isInstanceOf(Invalid.class);
        assertThat(accounts.add("b@example.com", "short"))
                .isEqualTo(new Invalid("password has 5 bytes, 8 to 1024 are allowed"));
        assertThat(accounts.add("b@example.com", "password123", "a\nb")).isInstanceOf(Invalid.class);
        assertThat(authenticate("b@example.com", "password123")).isEmpty();
    }

    @Test
    void anUnknownAddressCostsWhatAWrongPasswordCosts() {
        accounts.add("a@example.com", "password123");
        hasher.calls();

        authenticate("a@example.com", "wrong-password");
        assertThat(hasher.calls()).containsExactly("matches");
        authenticate("unknown@example.com", "wrong-password");
        assertThat(hasher.calls()).containsExactly("matches");
    }

    @Test
    void hashesAnewAtLoginWhenTheParametersAreOutdated() {
        new Accounts(database, new RecordingHasher("old"), new TestClock()).add("a@example.com", "password123");

        authenticate("a@example.com", "wrong-password");
        assertThat(hasher.calls()).containsExactly("matches");
        authenticate("a@example.com", "password123");
        assertThat(hasher.calls()).containsExactly("matches", "hash");
        assertThat(authenticate("a@example.com", "password123")).isPresent();
        assertThat(hasher.calls()).containsExactly("matches");
    }

    @Test
    void takesAccentsHoweverTheyAreTyped() {
        accounts.add("a@example.com", "passwo\u0301rd", "42");
        assertThat(authenticate("a@example.com", "passw\u00f3rd")).contains("42");
    }

    @Test
    void quotesNothingOfWhatItIsGivenInSql() {
        String hostile = "x'); DROP TABLE accounts; --";
        accounts.add("a@example.com", hostile, hostile);
        assertThat(authenticate("a@example.com", hostile)).contains(hostile);
        assertThat(authenticate("'--@example.com", hostile)).isEmpty();
    }

    @Test
    void saysSoWhenAHashCannotBeRead() throws Exception {
        accounts.add("a@example.com", "password123");
        Sql.execute(database, "UPDATE accounts SET password_hash = 'broken'");
        assertThatThrownBy(() -> authenticate("a@example.com", "password123"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("password_hash")
                .hasMessageNotContaining("broken");
    }
}
