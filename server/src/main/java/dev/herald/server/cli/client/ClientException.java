package dev.herald.server.cli.client;

/** The server cannot be reached, or refused; the message says what happened and what to do, in one line. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClientException(String message) {
        super(message);
    }

    ClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
