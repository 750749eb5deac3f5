package dev.herald.loadtest.gatling;

import io.gatling.http.action.sse.SseInboundMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a stream has carried since a scenario last looked, heartbeats left out: they may come at any time. A message is
 * the text that Gatling makes of a block: {@code {"event":...,"id":...,"data":...}}. Immutable.
 *
 * @param lastMillis when the last one came, in milliseconds since 1970
 */
record Inbox(List<String> messages, long lastMillis) {
    static final Inbox EMPTY = new Inbox(List.of(), 0);

    private static final String HEARTBEAT = "{\"event\":\"heartbeat\"";

    Inbox {
        messages = List.copyOf(messages);
    }

    Inbox with(List<SseInboundMessage> arrived) {
        List<String> all = new ArrayList<>(messages);
        long last = lastMillis;
        for (SseInboundMessage message : arrived) {
            if (!message.message().startsWith(HEARTBEAT)) {
                all.add(message.message());
                last = message.timestamp();
            }
        }
        return new Inbox(all, last);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether it is this message, once, and nothing else. */
    boolean isExactly(String message) {
        return messages.equals(List.of(message));
    }
}
