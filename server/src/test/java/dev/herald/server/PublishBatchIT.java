package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.SseEvent;
import dev.herald.server.log.LogKind;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches of events in one request, and the probe that says whether the server is ready, on both kinds of log. */
class PublishBatchIT {
    private TestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void answersEachLineInOrderAndDeliversTheGoodOnes(LogKind kind) {
        start(kind);
        try (SseClient stream = server.stream(server.token("ann"))) {
            stream.nextComment();
            HttpResponse<String> response = batch("""
                    {"user":"ann","type":"N","data":1}
                    not json

                    {"user":"ann","type":"N","data":2}
                    {"users":["ann","bob"],"type":"N","data":3}""", "batch-1");
            List<SseEvent> events = stream.next(3);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).contains("application/x-ndjson");
            List<String> lines = response.body().lines().toList();
            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).contains(events.get(0).lastEventId());
            assertThat(lines.get(1))
                    .startsWith("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"");
            assertThat(lines.get(2)).contains(events.get(1).lastEventId());
            assertThat(lines.get(3)).contains(events.get(2).lastEventId());
            assertThat(events).extracting(SseEvent::data).containsExactly(data(1), data(2), data(3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedBatchIsAnsweredAgainAndNotDeliveredAgain(LogKind kind) {
        start(kind);
        try (SseClient stream = server.stream(server.token("ann"))) {
            stream.nextComment();
            String body =
                    "{\"user\":\"ann\",\"type\":\"N\",\"data\":1}\n{\"user\":\"ann\",\"type\":\"N\",\"data\":2}\n";
            String first = batch(body, "key").body();
            String second = batch(body, "key").body();
            assertThat(second).isEqualTo(first);
            assertThat(batch(body, "other").body()).isNotEqualTo(first);
            assertThat(stream.next(4)).extracting(SseEvent::data).containsExactly(data(1), data(2), data(1), data(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readinessIsProbedThroughTheWholePath(LogKind kind) {
        start(kind);
        HttpResponse<String> ready = server.get("/health/ready", null);
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"ready\"}");
        // A probe is nobody's event.
        try (SseClient stream = server.stream(server.token("ann"))) {
            stream.nextComment();
            server.get("/health/ready/", null);
            String id = server.publish("ann", "N", "1");
            assertThat(stream.next().lastEventId()).isEqualTo(id);
        }
    }

    private void start(LogKind kind) {
        server = TestServer.start(Settings.logKind(kind));
    }

    private HttpResponse<String> batch(String body, String key) {
        return server.send(server.request("/api/v1/events/", server.scoped("publish"))
                .header("Content-Type", "application/x-ndjson")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String data(int value) {
        return "{\"type\":\"N\",\"data\":" + value + "}";
    }
}
