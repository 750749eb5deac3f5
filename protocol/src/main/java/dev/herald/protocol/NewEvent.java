package dev.herald.protocol;

import java.util.List;

/**
 * An event as a publisher hands it in: not yet in the log, so without a position.
 *
 * @param topics whom it is for: 1 to {@link Limits#TOPICS_PER_EVENT_MAX}, each once
 * @param name the SSE event name, {@code message} unless the publisher chose another
 * @param data the JSON text {@code {"type":...,"data":...}} that clients receive, compact, on one line
 */
public record NewEvent(List<Topic> topics, String name, String data) {
    public static final String DEFAULT_NAME = "message";

    public NewEvent {
        topics = List.copyOf(topics);
        if (topics.isEmpty() || topics.size() > Limits.TOPICS_PER_EVENT_MAX) {
            throw new IllegalArgumentException(
                    "an event has 1 to " + Limits.TOPICS_PER_EVENT_MAX + " topics, not " + topics.size());
        }
        Names.checked("event", name);
    }
}
