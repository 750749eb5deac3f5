package dev.herald.server.log;

/** The log cannot take or give anything now; trying again later is right. Immutable. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LogUnavailableException(String message) {
        super(message);
    }
}
