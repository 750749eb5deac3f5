package dev.herald.auth;

/** What became of a token. Immutable. */
public sealed interface TokenCheck {
    /** Signed by a key of ours, complete and in time. Whether its session still stands is for {@link Sessions}. */
    record Accepted(Principal principal) implements TokenCheck {}

    /**
     * Not to be trusted.
     *
     * @param reason for the log, not for the client; never holds the token, fit for one line
     */
    record Rejected(String reason) implements TokenCheck {}
}
