package dev.herald.protocol;

/** A stream that is not worth reading on: it holds more for one event than its reader is ready to keep. Immutable. */
public final class SseFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SseFormatException(String message) {
        super(message);
    }
}
