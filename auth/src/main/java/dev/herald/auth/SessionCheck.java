package dev.herald.auth;

/** Whether a token's session still stands. Immutable. */
public sealed interface SessionCheck {
    /**
     * It stands.
     *
     * @param generation of the login; 0 for a token that was issued elsewhere
     */
    record Current(long generation) implements SessionCheck {}

    /** The account has logged in again since. */
    record Superseded() implements SessionCheck {}

    /** Logged out, forced out, or over its lifetime. */
    record Ended() implements SessionCheck {}
}
