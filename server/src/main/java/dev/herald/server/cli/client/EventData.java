package dev.herald.server.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.herald.protocol.SseEvent;

/**
 * The {@code {"type":...,"data":...}} that Herald's events carry. Immutable.
 *
 * @param type empty if the event carries something else
 */
record EventData(String type, JsonNode data, boolean isJson) {
    static EventData of(SseEvent event) {
        try {
            JsonNode json = Json.read(event.data());
            return json.path("type").isTextual()
                    ? new EventData(json.path("type").asText(), json.path("data"), true)
                    : new EventData("", json, !json.isMissingNode());
        } catch (JsonProcessingException e) {
            return new EventData("", TextNode.valueOf(event.data()), false);
        }
    }
}
