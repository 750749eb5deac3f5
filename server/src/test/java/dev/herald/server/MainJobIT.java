package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.SseEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job from the outside: publish, and every stream of that user has it, and nobody else. */
class MainJobIT {
    private static final String STREAM = "/api/v1/auth/sse/notifications/";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void deliversToHeaderQueryAndCookieAndToNobodyElse() {
        String token = server.token("ann");
        try (SseClient byHeader = server.stream(token);
                SseClient byQuery = SseClient.open(server.port(), STREAM + "?token=" + token);
                SseClient byCookie = SseClient.open(server.port(), STREAM, "Cookie: herald_session=" + token);
                SseClient other = server.stream(server.token("bob"))) {
            String id = server.publish("ann", "GREETING", "{\"text\":\"hello\"}");
            SseEvent expected = new SseEvent(id, "message", "{\"type\":\"GREETING\",\"data\":{\"text\":\"hello\"}}");
            for (SseClient device : List.of(byHeader, byQuery, byCookie)) {
                assertThat(device.status()).isEqualTo(200);
                assertThat(device.next()).isEqualTo(expected);
            }
            // What bob has next is his own: ann's event, published before it, was not for him.
            String bobs = server.publish("bob", "GREETING", "1");
            assertThat(other.next().lastEventId()).isEqualTo(bobs);
        }
    }

    @Test
    void aDeviceThatWasAwayHasEverythingOnceInOrderWhenItReturns() {
        String token = server.token("cid");
        String lastSeen;
        try (SseClient stream = server.stream(token)) {
            stream.nextComment();
            server.publish("cid", "N", "0");
            lastSeen = stream.next().lastEventId();
        }
        for (int i = 1; i <= 10; i++) {
            server.publish("cid", "N", String.valueOf(i));
        }
        try (SseClient stream = server.stream(token, "Last-Event-ID: " + lastSeen)) {
            server.publish("cid", "N", "11");
            assertThat(stream.next(11))
                    .extracting(SseEvent::data)
                    .containsExactly(IntStream.rangeClosed(1, 11)
                            .mapToObj(i -> "{\"type\":\"N\",\"data\":" + i + "}")
                            .toArray(String[]::new));
        }
    }

    @Test
    void aSecondLoginForcesTheFirstDeviceOutForGood() {
        server.addAccount("dan@example.com");
        String first = server.accessToken("dan@example.com");
        try (SseClient stream = server.stream(first)) {
            stream.nextComment();
            String second = server.accessToken("dan@example.com");
            assertThat(stream.next().data()).contains("\"type\":\"FORCE_LOGOUT\"");
            assertThat(stream.awaitEnd()).isTrue();
            try (SseClient again = server.stream(first);
                    SseClient current = server.stream(second)) {
                assertThat(again.status()).isEqualTo(401);
                assertThat(again.next()).isEqualTo(new SseEvent("", "error", "{\"error\": \"Session superseded\"}"));
                assertThat(current.status()).isEqualTo(200);
            }
        }
    }
}
