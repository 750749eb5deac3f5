package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.SseEvent;
import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream's bytes, from the head to the farewell. */
class StreamIT {
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

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/sse/notifications/", "/api/v1/auth/sse/notifications"})
    void theHeadIsExact(String path) {
        try (RawClient client = RawClient.to(server)) {
            client.send(get(path, "HTTP/1.1", server.token("head"), "Accept: image/png"));
            String head = client.readUntil("\r\n\r\n");
            assertThat(head.replaceFirst("\r\ndate: [^\r]+", "").split("\r\n"))
                    .containsExactlyInAnyOrder(
                            "HTTP/1.1 200 OK",
                            "content-type: text/event-stream; charset=utf-8",
                            "cache-control: no-cache, no-transform",
                            "x-accel-buffering: no",
                            "x-content-type-options: nosniff",
                            "referrer-policy: no-referrer",
                            "connection: keep-alive",
                            "transfer-encoding: chunked");
            assertThat(head).containsPattern("\r\ndate: " + Response.DATE + "\r\n");
            assertThat(client.readUntil("\r\n")).matches("[0-9a-f]+\r\n");
            assertThat(client.readUntil("\n\n")).matches(": connected\nid: [0-9a-z.]{1,40}\n\n");
        }
    }

    @Test
    void anEventIsAChunkOfItsOwnWithIdEventAndData() {
        try (RawClient client = RawClient.to(server)) {
            client.send(get(STREAM, "HTTP/1.1", server.token("bytes")));
            client.readUntil("\n\n\r\n");
            String id = server.published(
                    "{\"user\":\"bytes\",\"type\":\"T\",\"data\":{\"a\": [1, \"x\\ny\", null]},\"event\":\"custom\"}");
            String event =
                    "id: " + id + "\nevent: custom\ndata: {\"type\":\"T\",\"data\":{\"a\":[1,\"x\\ny\",null]}}\n\n";
            String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
            assertThat(client.read(chunk.length())).isEqualTo(chunk);

            String next = server.publish("bytes", "T", "\"\u00e9\u20ac\"");
            event = "id: " + next + "\nevent: message\ndata: {\"type\":\"T\",\"data\":\"\u00e9\u20ac\"}\n\n";
            chunk = Integer.toHexString(event.length() + 3) + "\r\n" + event + "\r\n"; // 2 and 3 bytes of UTF-8
            assertThat(client.read(chunk.length() + 3)).isEqualTo(chunk);
        }
    }

    @Test
    void http10HasNoChunksAndEndsWithTheConnection() {
        String jti = UUID.randomUUID().toString();
        String token = server.token("old", jti, Duration.ofHours(1));
        try (RawClient client = RawClient.to(server)) {
            client.send(get(STREAM, "HTTP/1.0", token));
            assertThat(client.readUntil("\r\n\r\n").split("\r\n"))
                    .contains("HTTP/1.1 200 OK", "connection: close")
                    .noneMatch(line -> line.startsWith("transfer-encoding") || line.startsWith("content-length"));
            assertThat(client.readUntil("\n\n")).startsWith(": connected\nid: ");
            String id = server.publish("old", "T", "1");
            String event = "id: " + id + "\nevent: message\ndata: {\"type\":\"T\",\"data\":1}\n\n";
            assertThat(client.read(event.length())).isEqualTo(event);

            server.delete("/api/v1/users/old/connections/", server.scoped("admin"));
            assertThat(client.rest())
                    .matches(
                            "event: message\ndata: \\{\"type\":\"FORCE_LOGOUT\",\"data\":\\{\"message\":\"[^\"]+\"}}\n\n");
        }
    }

    @Test
    void anInvalidTopicIs400AndOneThatTheTokenDoesNotAllow403() {
        String token = server.token("topics", "news", "room-*");
        String[] bodies = {"?topic=other", "?topic=news&topic=roo", "?topic=News", "?topic=new*"};
        for (String query : bodies) {
            Response answer = RawClient.once(server, "GET", STREAM + query, "", "Authorization: Bearer " + token);
            assertThat(answer.status()).as(query).isEqualTo(403);
            assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
            assertThat(answer.body()).isEqualTo("event: error\ndata: {\"error\": \"Topic not allowed\"}\n\n");
        }
        for (String query : new String[] {"?topic=", "?topic=a%00b", "?topic=a%0Ab", "?topic=a%0Db"}) {
            Response answer = RawClient.once(server, "GET", STREAM + query, "", "Authorization: Bearer " + token);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.body())
                    .startsWith("event: error\ndata: {\"error\": \"topic ")
                    .endsWith("\"}\n\n");
        }
    }

    @Test
    void carriesItsUsersTopicItsNamedOnesAndBroadcastAndEachEventOnce() {
        try (SseClient stream = SseClient.open(
                        server.port(),
                        STREAM + "?topic=news&topic=room-7&topic=news",
                        "Authorization: Bearer " + server.token("many", "news", "room-*"));
                SseClient other = server.stream(server.token("other"))) {
            stream.nextComment();
            other.nextComment();
            String mine = server.publish("many", "T", "1");
            String news = server.published("{\"topic\":\"news\",\"type\":\"T\"}");
            String room = server.published("{\"topic\":\"room-7\",\"type\":\"T\"}");
            server.published("{\"topic\":\"room-8\",\"type\":\"T\"}");
            String both = server.published("{\"users\":[\"other\",\"many\",\"absent\"],\"type\":\"T\"}");
            String all = server.published("{\"broadcast\":true,\"type\":\"T\"}");
            assertThat(stream.next(5)).extracting(SseEvent::lastEventId).containsExactly(mine, news, room, both, all);
            assertThat(other.next(2)).extracting(SseEvent::lastEventId).containsExactly(both, all);
            assertThat(mine.compareTo(news)).isNegative();
            assertThat(both.compareTo(all)).isNegative();
        }
    }

    @Test
    void aUserAndATopicOfTheSameNameAreTwoThings() {
        try (SseClient topic = SseClient.open(
                        server.port(), STREAM + "?topic=twin", "Authorization: Bearer " + server.token("t1", "*"));
                SseClient user = server.stream(server.token("twin"))) {
            topic.nextComment();
            user.nextComment();
            String toTopic = server.published("{\"topic\":\"twin\",\"type\":\"T\"}");
            String toUser = server.publish("twin", "T", "1");
            String all = server.published("{\"broadcast\":true,\"type\":\"T\"}");
            assertThat(topic.next(2)).extracting(SseEvent::lastEventId).containsExactly(toTopic, all);
            assertThat(user.next(2)).extracting(SseEvent::lastEventId).containsExactly(toUser, all);
        }
    }

    @Test
    void silenceBringsAHeartbeatWithTheTail() {
        try (TestServer quick = TestServer.start(Settings.heartbeat(Duration.ofMillis(200)));
                SseClient stream = quick.stream(quick.token("ann"))) {
            stream.nextComment();
            String elsewhere = quick.publish("bob", "T", "1");
            SseEvent heartbeat = stream.next();
            assertThat(heartbeat.name()).isEqualTo("heartbeat");
            assertThat(heartbeat.data()).isEqualTo("{}");
            while (heartbeat.lastEventId().compareTo(elsewhere) < 0) { // an idle loop learns the tail within a second
                heartbeat = stream.next();
                assertThat(heartbeat.name()).isEqualTo("heartbeat");
            }
            assertThat(heartbeat.lastEventId()).isEqualTo(elsewhere);
        }
    }

    @Test
    void theStreamEndsWithItsToken() {
        String token = server.token("brief", "j", Duration.ofSeconds(4));
        try (SseClient stream = server.stream(token)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.awaitEnd()).isTrue();
            assertThat(stream.unread()).isEmpty();
        }
        assertThat(server.get("/metrics", null).body())
                .contains("herald_streams_closed_total{reason=\"token_expired\"} 1.0");
        try (SseClient again = server.stream(token)) {
            assertThat(again.status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/sse/test/", "/api/v1/auth/sse/test"})
    void theTestStreamCountsForAnyone(String path) {
        try (RawClient client = RawClient.to(server)) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            String head = client.readUntil("\r\n\r\n");
            assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").contains("text/event-stream; charset=utf-8");
            for (int i = 0; i < 2; i++) {
                client.readUntil("\r\n");
                assertThat(client.readUntil("\n\n\r\n"))
                        .matches("data: Test message " + i + " at \\d\\d:\\d\\d:\\d\\d\n\n\r\n");
            }
        }
    }

    private static String get(String path, String version, String token, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " " + version + "\r\nHost: localhost\r\n");
        request.append("Authorization: Bearer ").append(token).append("\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }
}
