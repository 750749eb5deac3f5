package dev.herald.auth;

import java.time.Duration;

/** What became of a try to log in. Immutable. */
public sealed interface LoginResult {
    /**
     * The account has a new session.
     *
     * @param expiresIn of the access token, whole seconds; the session outlives it by refreshing
     */
    record LoggedIn(Session session, String accessToken, Duration expiresIn) implements LoginResult {}

    /** One answer for an unknown address and for a wrong password, so that nobody learns who has an account. */
    record WrongCredentials() implements LoginResult {}

    /**
     * Too many wrong tries; this one was not looked at.
     *
     * @param retryAfter how long until one will be, whole seconds, at least 1
     */
    record Throttled(Duration retryAfter) implements LoginResult {}
}
