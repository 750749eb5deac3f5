package dev.herald.protocol;

import java.time.Duration;

/** Is told what {@link SseParser} finds, in the stream's order. Confined to the thread that feeds the parser. */
public interface SseListener {
    void onEvent(SseEvent event);

    /** One comment line, without its colon and one space after it. */
    default void onComment(String comment) {}

    /** The stream asks for this wait before its client connects again. */
    default void onRetry(Duration retry) {}
}
