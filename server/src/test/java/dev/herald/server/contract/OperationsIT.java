package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health, metrics, and what is served nowhere. */
class OperationsIT {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready"})
    void saysThatItIsWell(String kind) {
        for (String path : new String[] {"/health/" + kind, "/health/" + kind + "/", "/health/" + kind + "?x=1"}) {
            Response answer = RawClient.once(server, "GET", path, "");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"" + kind + "\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/metrics/"})
    void countsInPrometheusText(String path) {
        try (SseClient stream = server.stream(server.token("ann"));
                SseClient refused = SseClient.open(server.port(), "/api/v1/auth/sse/notifications/")) {
            stream.nextComment();
            refused.next();
            server.publish("ann", "T", "1");
            stream.next();
            server.delete("/api/v1/users/ann/connections/", server.scoped("admin"));
            stream.awaitEnd();
        }
        Response answer = RawClient.once(server, "GET", path, "");
        assertThat(answer.header("content-type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body().lines().map(line -> line.replaceFirst(" [^ ]+$", "")))
                .contains(
                        "herald_streams_open",
                        "herald_connections_open",
                        "herald_streams_opened_total",
                        "herald_streams_closed_total{reason=\"revoked\"}",
                        "herald_events_published_total",
                        "herald_frames_delivered_total",
                        "herald_streams_fell_behind_total",
                        "herald_refusals_total{reason=\"no_credentials\"}",
                        "herald_publish_to_write_seconds_count");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1",
                "/api/v1/events//",
                "//api/v1/events",
                "/API/v1/events/",
                "/api/v1/../health/live",
                "/api/v1/users//connections/",
                "/api/v1/users/a/b/connections",
                "/health%2Flive",
                "/favicon.ico"
            })
    void whatIsNotThereIs404(String path) {
        Response answer = RawClient.once(server, "GET", path, "");
        assertThat(answer.status()).isEqualTo(404);
        Problem.assertIn(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready/", "/api/v1/users/ann/connections/"})
    void headIsGetWithoutItsBody(String path) {
        String admin = "Authorization: Bearer " + server.scoped("admin");
        Response get = RawClient.once(server, "GET", path, "", admin);
        try (RawClient client = RawClient.to(server)) {
            client.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n" + admin + "\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\r\ncontent-length: " + get.header("content-length") + "\r\n")
                    .contains("\r\ncontent-type: " + get.header("content-type") + "\r\n");
            // The next answer follows at once: no body was in between.
            client.send(RawClient.request("HEAD", "/metrics", ""));
            assertThat(client.rest()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/sse/notifications/", "/api/v1/auth/sse/test/", "/api/v1/events/"})
    void whatHasNoGetOrIsAStreamHasNoHead(String path) {
        try (RawClient client = RawClient.to(server)) {
            client.send(RawClient.request("HEAD", path, "", "Authorization: Bearer " + server.token("ann")));
            assertThat(client.rest()).startsWith("HTTP/1.1 405 ").endsWith("\r\n\r\n");
        }
    }

    @Test
    void headIsForThoseWhoMayGet() {
        try (RawClient client = RawClient.to(server)) {
            client.send(RawClient.request("HEAD", "/api/v1/users/ann/connections/", ""));
            assertThat(client.rest()).startsWith("HTTP/1.1 401 ").endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /health/live", "GET /nowhere", "POST /api/v1/events/", "OPTIONS /api/v1/events/"})
    void everyAnswerIsDated(String request) {
        Response answer = RawClient.once(server, request.split(" ")[0], request.split(" ")[1], "");
        assertThat(answer.header("date")).matches(Response.DATE);
        Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.header("date"), Instant::from);
        assertThat(date).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void anotherMethodIs405AndSaysWhichAreAllowed() {
        Response answer = RawClient.once(server, "PUT", "/api/v1/users/ann/connections/", "");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo("GET, HEAD, DELETE");
        Problem.assertIn(answer);
        assertThat(RawClient.once(server, "GET", "/api/v1/events/", "").header("allow"))
                .isEqualTo("POST");
    }
}
