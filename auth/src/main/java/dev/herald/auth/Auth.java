package dev.herald.auth;

import java.time.Clock;

/** All of this module, put together. Thread-safe. */
public record Auth(
        Database database,
        Accounts accounts,
        Sessions sessions,
        Login login,
        TokenIssuer issuer,
        TokenVerifier verifier)
        implements AutoCloseable {

    /**
     * Opens the database and what stands on it. Blocks.
     *
     * @throws DatabaseException as {@link Database#open} does
     */
    public static Auth open(DatabaseConfig database, AuthConfig config, Clock clock) {
        return of(Database.open(database), config, new Argon2PasswordHasher(), clock);
    }

    static Auth of(Database database, AuthConfig config, PasswordHasher hasher, Clock clock) {
        Accounts accounts = new Accounts(database, hasher, clock);
        Sessions sessions = new Sessions(database, config, clock);
        TokenIssuer issuer = new TokenIssuer(config.tokens(), clock);
        LoginThrottle throttle =
                new LoginThrottle(config.loginTries(), config.loginWindow(), LoginThrottle.BUCKETS_MAX, clock);
        Login login =
                new Login(accounts, sessions, issuer, throttle, config.tokens().ttl(), clock);
        return new Auth(database, accounts, sessions, login, issuer, new TokenVerifier(config.tokens(), clock));
    }

    /** Closes the connections to the database. */
    @Override
    public void close() {
        database.close();
    }
}
