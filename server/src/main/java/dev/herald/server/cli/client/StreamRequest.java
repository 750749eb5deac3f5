package dev.herald.server.cli.client;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What to watch. Immutable.
 *
 * @param topics topics besides the user's own
 * @param lastEventId where to go on from; empty to begin with what comes next
 * @param silenceMax no byte for this long means that the connection is dead
 */
public record StreamRequest(List<String> topics, String lastEventId, Duration silenceMax) {
    private static final String PATH = "/api/v1/auth/sse/notifications/";

    public StreamRequest {
        topics = List.copyOf(topics);
    }

    HttpRequest from(BaseUrl server, String token, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(server))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return request.build();
    }

    private URI uri(BaseUrl server) {
        String query = topics.stream()
                .map(topic -> "topic="
                        + URLEncoder.encode(topic, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("&"));
        return server.at(query.isEmpty() ? PATH : PATH + "?" + query);
    }
}
