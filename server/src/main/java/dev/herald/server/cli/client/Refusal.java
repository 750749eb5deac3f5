package dev.herald.server.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.protocol.SseParser;
import dev.herald.protocol.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The answer to a stream that the server does not open. Immutable.
 *
 * @param said what the body says of the reason, fit for a terminal; empty if nothing
 * @param retryAfter the least wait before the next try, zero if none is demanded
 */
record Refusal(int status, String said, Duration retryAfter) {
    private static final int BODY_BYTES_MAX = 8 * 1024;
    private static final long RETRY_AFTER_SECONDS_MAX = 3_600;

    static Refusal of(HttpResponse<InputStream> response) throws IOException {
        byte[] body = response.body().readNBytes(BODY_BYTES_MAX);
        long seconds = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(Long::parseLong)
                .orElse(0L);
        boolean isStream = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        return new Refusal(
                response.statusCode(),
                said(isStream ? dataOf(body) : new String(body, StandardCharsets.UTF_8)),
                Duration.ofSeconds(Math.min(seconds, RETRY_AFTER_SECONDS_MAX)));
    }

    StreamEnd end() {
        return switch (status) {
            case 204 -> new StreamEnd.Final("the server has nothing for this stream and says not to come back (204)");
            case 401 ->
                new StreamEnd.Final("refused" + text() + "; log in again, or get a new token with `herald token`");
            case 403 -> new StreamEnd.Final("refused" + text() + "; the token must allow every --topic");
            case 408, 425, 429, 500, 502, 503, 504 -> new StreamEnd.Cut("refused" + text(), retryAfter);
            default -> new StreamEnd.Final("refused" + text());
        };
    }

    private String text() {
        return said.isEmpty() ? " with status " + status : " with status " + status + ", " + said;
    }

    private static String dataOf(byte[] stream) {
        StringBuilder data = new StringBuilder();
        new SseParser(event -> data.append(event.data()), BODY_BYTES_MAX + 1).feed(stream, 0, stream.length);
        return data.toString();
    }

    private static String said(String json) {
        try {
            JsonNode body = Json.read(json);
            String said = body.path("error")
                    .asText(body.path("detail").asText(body.path("title").asText("")));
            return said.isEmpty() ? "" : Text.quoted(said);
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
