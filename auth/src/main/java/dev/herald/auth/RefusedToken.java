package dev.herald.auth;

/** Ends the reading of a token that is not to be trusted; never leaves {@link TokenVerifier}. */
final class RefusedToken extends Exception {
    /** The reason is fit for one log line, and never holds the token. */
    RefusedToken(String reason) {
        // Without a stack trace: refusing must be cheap, for anyone can send garbage.
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
