package dev.herald.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.herald.protocol.StrictJson;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A whole response, before the headers that every response has. Immutable. */
record Answer(HttpResponseStatus status, List<Header> headers, String body) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

    Answer {
        headers = List.copyOf(headers);
    }

    static Answer noContent() {
        return new Answer(HttpResponseStatus.NO_CONTENT, List.of(), "");
    }

    static Answer text(HttpResponseStatus status, String contentType, String body) {
        return new Answer(status, List.of(new Header("content-type", contentType)), body);
    }

    static Answer json(HttpResponseStatus status, Map<String, ?> body) {
        return text(status, JSON, written(body));
    }

    /** The same with one header more. */
    Answer with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(status, more, body);
    }

    Answer withRetryAfter(Duration delay) {
        return with("retry-after", Long.toString(Math.max(1, delay.toSeconds())));
    }

    static String written(Map<String, ?> body) {
        try {
            return StrictJson.mapper().writeValueAsString(body);
        } catch (JsonProcessingException e) { // maps of strings and numbers can always be written
            throw new UncheckedIOException(e);
        }
    }

    record Header(String name, String value) {}
}
