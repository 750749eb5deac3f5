package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages of other origins may call, as their browsers see it. */
class CorsIT {
    private static final String STREAM = "/api/v1/auth/sse/notifications/";
    private static final String APP = "https://app.example.com";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Settings.origins(APP, "http://localhost:3000"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {STREAM, "/api/v1/events/", "/api/v1/auth/login", "/api/v1/users/ann/connections/"})
    void aPreflightFromAConfiguredOriginIsAnswered(String path) {
        Response answer = preflight(server, path, APP);
        assertThat(answer.status()).isEqualTo(204);
        assertAllowed(answer, APP);
        assertThat(answer.header("access-control-allow-methods")).contains("OPTIONS");
        assertThat(answer.header("access-control-allow-headers").split(", "))
                .contains("Authorization", "Last-Event-ID", "Cache-Control", "Content-Type", "Idempotency-Key");
        assertThat(Integer.parseInt(answer.header("access-control-max-age"))).isPositive();
    }

    @Test
    void streamsAnswersAndRefusalsCarryTheOrigin() {
        try (RawClient client = RawClient.to(server)) {
            client.send(RawClient.request(
                    "GET", STREAM, "", "Origin: " + APP, "Authorization: Bearer " + server.token("ann")));
            String head = client.readUntil("\r\n\r\n");
            assertThat(head.split("\r\n"))
                    .contains(
                            "HTTP/1.1 200 OK",
                            "access-control-allow-origin: " + APP,
                            "access-control-allow-credentials: true",
                            "vary: origin");
        }
        assertAllowed(RawClient.once(server, "GET", STREAM, "", "Origin: " + APP), APP);
        assertAllowed(
                RawClient.once(server, "GET", "/nowhere", "", "Origin: http://localhost:3000"),
                "http://localhost:3000");
        assertAllowed(RawClient.once(server, "POST", "/api/v1/auth/login/", "{", "Origin: " + APP), APP);
        assertAllowed(
                RawClient.once(server, "POST", "/api/v1/auth/login/", "x".repeat(1_100_000), "Origin: " + APP), APP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com.evil.org",
                "https://evil-app.example.com",
                "http://app.example.com",
                "https://app.example.com:443",
                "https://APP.example.com",
                "https://app.example.com/",
                "null",
                "*",
                ""
            })
    void anyOtherOriginGetsNoPermission(String origin) {
        for (Response answer : List.of(
                preflight(server, STREAM, origin),
                RawClient.once(server, "GET", "/health/live", "", "Origin: " + origin))) {
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
            assertThat(answer.header("vary")).isEqualToIgnoringCase("Origin");
        }
    }

    @Test
    void noneConfiguredMeansNoneAllowed() {
        try (TestServer closed = TestServer.start()) {
            for (Response answer : List.of(
                    preflight(closed, STREAM, APP),
                    RawClient.once(closed, "GET", "/health/live", "", "Origin: " + APP))) {
                assertThat(answer.headers().keySet())
                        .noneMatch(name -> name.startsWith("access-control-") || name.equals("vary"));
            }
        }
    }

    private static Response preflight(TestServer at, String path, String origin) {
        return RawClient.once(
                at,
                "OPTIONS",
                path,
                "",
                "Origin: " + origin,
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: last-event-id");
    }

    private static void assertAllowed(Response answer, String origin) {
        assertThat(answer.header("access-control-allow-origin")).isEqualTo(origin);
        assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
        assertThat(answer.header("vary")).isEqualToIgnoringCase("Origin");
    }
}
