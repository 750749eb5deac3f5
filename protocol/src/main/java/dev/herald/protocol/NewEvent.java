package dev.herald.protocol;

import java.util.HashSet;
import java.util.List;

/**
 * An event as a publisher hands it in: not yet in the log, so without a position. Immutable.
 *
 * @param topics whom it is for: 1 to {@link Limits#TOPICS_PER_EVENT_MAX}, each once
 * @param name the SSE event name, {@code message} unless the publisher chose another
 * @param data the JSON text {@code {"type":...,"data":...}} that clients receive, compact, on one line
 */
public record NewEvent(List<Topic> topics, String name, String data) {
    public static final String DEFAULT_NAME = EventNames.MESSAGE;

    public NewEvent {
        topics = List.copyOf(topics);
        if (topics.isEmpty() || topics.size() > Limits.TOPICS_PER_EVENT_MAX) {
            throw new IllegalArgumentException(
                    "an event has 1 to " + Limits.TOPICS_PER_EVENT_MAX + " topics, not " + topics.size());
        }
        if (topics.size() > 1 && new HashSet<>(topics).size() < topics.size()) {
            throw new IllegalArgumentException("a topic is there twice");
        }
        Names.checked("event", name);
        // Without data a client would drop the event silently (WHATWG HTML 9.2.6).
        if (data.isEmpty() || data.indexOf('\n') >= 0 || data.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("data must be one line, not " + Text.quoted(data));
        }
    }
}
