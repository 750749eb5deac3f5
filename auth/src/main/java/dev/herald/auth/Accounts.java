package dev.herald.auth;

import dev.herald.protocol.Names;
import dev.herald.protocol.Text;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.util.Optional;

/**
 * Who can log in: an opaque user id, an address, a password's hash. Every method blocks, on the database and on the
 * hash (about 70 ms), and throws {@link DatabaseException} when the database fails. Thread-safe.
 */
public final class Accounts {
    /** A row of the table. */
    record Account(String userId, String passwordHash) {}

    private final Database database;
    private final PasswordHasher hasher;
    private final Clock clock;
    /** Compared against where there is no account, so that an unknown address costs what a known one does. */
    private final String hashOfNobody;

    Accounts(Database database, PasswordHasher hasher, Clock clock) {
        this.database = database;
        this.hasher = hasher;
        this.clock = clock;
        this.hashOfNobody = hasher.hash(RandomId.next());
    }

    /** Adds an account with an id of 128 random bits. */
    public AddAccount add(String email, String password) {
        return add(email, password, RandomId.next());
    }

    /** Adds an account with this id, by which tokens and publishers name the user. */
    public AddAccount add(String email, String password, String userId) {
        Optional<EmailAddress> address = EmailAddress.parse(email);
        if (address.isEmpty()) {
            return new AddAccount.Invalid(
                    "email " + Text.quoted(email) + " is not an address such as user@example.com");
        }
        Optional<String> fault = Names.fault("user id", userId).or(() -> Password.fault(password));
        if (fault.isPresent()) {
            return new AddAccount.Invalid(fault.get());
        }
        String hash = hasher.hash(Password.normalised(password));
        return database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO accounts"
                                    + " (user_id, email, password_hash, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
                    PreparedStatement select = connection.prepareStatement("SELECT 1 FROM accounts WHERE email = ?")) {
                insert.setString(1, userId);
                insert.setString(2, address.get().text());
                insert.setString(3, hash);
                insert.setLong(4, clock.millis());
                if (insert.executeUpdate() == 1) {
                    return new AddAccount.Added(userId);
                }
                select.setString(1, address.get().text());
                try (ResultSet taken = select.executeQuery()) {
                    return taken.next()
                            ? new AddAccount.EmailTaken()
                            : new AddAccount.Invalid("user id " + Text.quoted(userId) + " is taken");
                }
            }
        });
    }

    /** The id of the user with this address, in any capitals; empty if nobody has it. */
    public Optional<String> userId(String email) {
        return EmailAddress.parse(email).flatMap(this::find).map(Account::userId);
    }

    /** The user whose address and password these are. Exactly one hash is compared, whether there is one or not. */
    Optional<String> authenticate(EmailAddress email, String password) {
        String typed = Password.normalised(password);
        Optional<Account> account = find(email);
        boolean matches = matches(typed, account.map(Account::passwordHash).orElse(hashOfNobody));
        if (account.isEmpty() || !matches) {
            return Optional.empty();
        }
        rehash(account.get(), typed);
        return Optional.of(account.get().userId());
    }

    private boolean matches(String typed, String hash) {
        try {
            return hasher.matches(typed, hash);
        } catch (IllegalArgumentException e) {
            throw new DatabaseException("a password_hash in the table accounts cannot be read", e);
        }
    }

    private Optional<Account> find(EmailAddress email) {
        return database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT user_id, password_hash FROM accounts WHERE email = ?")) {
                select.setString(1, email.text());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(new Account(row.getString(1), row.getString(2))) : Optional.empty();
                }
            }
        });
    }

    /** A login is the one moment at which the password is at hand to be hashed as it would be today. */
    private void rehash(Account account, String password) {
        if (!hasher.isOutdated(account.passwordHash())) {
            return;
        }
        String hash = hasher.hash(password);
        database.write(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE accounts SET password_hash = ? WHERE user_id = ? AND password_hash = ?")) {
                update.setString(1, hash);
                update.setString(2, account.userId());
                update.setString(3, account.passwordHash());
                return update.executeUpdate();
            }
        });
    }
}
