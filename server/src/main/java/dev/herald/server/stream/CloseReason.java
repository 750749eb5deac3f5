package dev.herald.server.stream;

/** Every way in which an open stream ends: the metric's tag, and what its client should do. Immutable. */
public enum CloseReason {
    /** The client closed, or its network did. */
    CLIENT_GONE("client_gone"),
    /** The client sent bytes on a stream, which is write-only. */
    UNEXPECTED_BYTES("unexpected_bytes"),
    /** The account logged in elsewhere; the client is told and should not come back with this token. */
    SUPERSEDED("superseded"),
    /** Forced out by an operator; the client is told and should not come back with this token. */
    REVOKED("revoked"),
    /** The session logged out; its token is refused from now on. */
    LOGGED_OUT("logged_out"),
    /** The token's time is over; the client should come back with a fresh one. */
    TOKEN_EXPIRED("token_expired"),
    /** Open for as long as streams may be; the client should come back with its last id, elsewhere perhaps. */
    LIFETIME_OVER("lifetime_over"),
    /** Behind for longer than the bound; the client should come back with its last id. */
    TOO_SLOW("too_slow"),
    /** The user opened one stream too many and this was the oldest. */
    EVICTED("evicted"),
    /** The server stops; the client should come back, at a time of its own. */
    SERVER_STOPPING("server_stopping"),
    /** A bug of ours; the client should come back with its last id. */
    INTERNAL_ERROR("internal_error");

    private final String tag;

    CloseReason(String tag) {
        this.tag = tag;
    }

    public String tag() {
        return tag;
    }
}
