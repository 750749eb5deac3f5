package dev.herald.server.session;

/** Too much is waiting already; trying again later is right. Immutable. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverloadedException(String message) {
        super(message);
    }
}
