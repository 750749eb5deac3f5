package dev.herald.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns an address and a password into a session and its access token, and a token into a fresh one. Each method
 * blocks, on the database and (a login) on a password hash of about 70 ms, and throws {@link DatabaseException} when
 * the database fails. Thread-safe.
 */
public final class Login {
    private final Accounts accounts;
    private final Sessions sessions;
    private final TokenIssuer issuer;
    private final LoginThrottle throttle;
    private final Duration tokenTtl;
    private final Clock clock;

    Login(
            Accounts accounts,
            Sessions sessions,
            TokenIssuer issuer,
            LoginThrottle throttle,
            Duration tokenTtl,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.issuer = issuer;
        this.throttle = throttle;
        this.tokenTtl = tokenTtl;
        this.clock = clock;
    }

    /**
     * Tries to log in. With {@link SingleDevice#ON} a new session is the only one from then on: tell every node, so
     * that streams of the user with a smaller generation are closed.
     *
     * @param address the client's IP address, by which tries are counted
     */
    public LoginResult attempt(String email, String password, String address) {
        Optional<EmailAddress> account = EmailAddress.parse(email);
        // No account can have these, so saying so at once tells nothing about who has one.
        if (account.isEmpty() || Password.fault(password).isPresent()) {
            return new LoginResult.WrongCredentials();
        }
        String key = account.get().text();
        Optional<Duration> wait = throttle.reserve(key, address);
        if (wait.isPresent()) {
            return new LoginResult.Throttled(wholeSeconds(wait.get()));
        }
        boolean wrong = false;
        try {
            Optional<Session> session =
                    accounts.authenticate(account.get(), password).flatMap(sessions::start);
            wrong = session.isEmpty();
            return session.<LoginResult>map(this::loggedIn).orElseGet(LoginResult.WrongCredentials::new);
        } finally {
            // Not for a right password, nor when the database failed: only wrong guesses count.
            if (!wrong) {
                throttle.refund(key, address);
            }
        }
    }

    private LoginResult.LoggedIn loggedIn(Session session) {
        Duration ttl = ttl(session);
        String token = issuer.issue(session.userId(), session.jti(), Set.of(), List.of(), ttl);
        return new LoginResult.LoggedIn(session, token, ttl);
    }

    /** A new access token for the session of this one, if that is a login which still stands. */
    public RefreshResult refresh(Principal principal) {
        SessionCheck check = sessions.check(principal);
        if (check instanceof SessionCheck.Superseded) {
            return new RefreshResult.Refused("Session superseded");
        }
        if (check instanceof SessionCheck.Ended) {
            return new RefreshResult.Refused("Session ended");
        }
        Optional<Session> session = sessions.login(principal);
        if (session.isEmpty()) {
            return new RefreshResult.Refused("Only the token of a login can be refreshed");
        }
        Duration ttl = ttl(session.get());
        return ttl.isZero() ? new RefreshResult.Refused("Session ended") : refreshed(session.get(), principal, ttl);
    }

    private RefreshResult.Refreshed refreshed(Session session, Principal principal, Duration ttl) {
        String token = issuer.issue(session.userId(), session.jti(), principal.scopes(), principal.topics(), ttl);
        return new RefreshResult.Refreshed(session, token, ttl);
    }

    /** The token's, or what is left of the session's if that is less; whole seconds, rounded down. */
    private Duration ttl(Session session) {
        Duration left = Duration.between(clock.instant(), session.expiresAt());
        Duration ttl = left.compareTo(tokenTtl) < 0 ? left : tokenTtl;
        return Duration.ofSeconds(Math.max(0, ttl.toSeconds()));
    }

    private static Duration wholeSeconds(Duration wait) {
        return Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds());
    }
}
