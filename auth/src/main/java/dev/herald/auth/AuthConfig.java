package dev.herald.auth;

import java.time.Duration;

/**
 * The settings of accounts, sessions and tokens. Immutable.
 *
 * @param sessionTtl how long a login lasts, however often it is refreshed; from the token's ttl to 10 years
 * @param loginTries failed logins at once for an address and account, 1 to 1,000; then one more each window / tries
 * @param loginWindow in which that many become free again, 1 second to 1 day
 */
public record AuthConfig(
        TokenConfig tokens, Duration sessionTtl, SingleDevice singleDevice, int loginTries, Duration loginWindow) {
    public static final Duration SESSION_TTL_DEFAULT = Duration.ofDays(30);
    public static final int LOGIN_TRIES_DEFAULT = 5;
    public static final Duration LOGIN_WINDOW_DEFAULT = Duration.ofMinutes(1);

    private static final Duration SESSION_TTL_MAX = Duration.ofDays(3_650);
    private static final int LOGIN_TRIES_MAX = 1_000;
    private static final Duration LOGIN_WINDOW_MAX = Duration.ofDays(1);

    public AuthConfig {
        if (sessionTtl.compareTo(tokens.ttl()) < 0 || sessionTtl.compareTo(SESSION_TTL_MAX) > 0) {
            throw new IllegalArgumentException(
                    "a session's ttl is the token's (" + tokens.ttl() + ") to 3650d, not " + sessionTtl);
        }
        if (loginTries < 1 || loginTries > LOGIN_TRIES_MAX) {
            throw new IllegalArgumentException("login tries are 1 to " + LOGIN_TRIES_MAX + ", not " + loginTries);
        }
        if (loginWindow.compareTo(Duration.ofSeconds(1)) < 0 || loginWindow.compareTo(LOGIN_WINDOW_MAX) > 0) {
            throw new IllegalArgumentException("the login window is 1s to 24h, not " + loginWindow);
        }
    }

    public static AuthConfig defaults(TokenConfig tokens) {
        return new AuthConfig(tokens, SESSION_TTL_DEFAULT, SingleDevice.ON, LOGIN_TRIES_DEFAULT, LOGIN_WINDOW_DEFAULT);
    }
}
