package dev.herald.protocol;

/**
 * An event as a client receives it. Immutable.
 *
 * @param lastEventId the newest id of the stream up to and with this event; empty if there has been none
 * @param name {@code message} if the stream named none
 * @param data the data lines, joined with LF
 */
public record SseEvent(String lastEventId, String name, String data) {}
