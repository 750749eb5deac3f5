package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.SseEvent;
import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import dev.herald.server.stream.OnLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every bound of streams, below it, at it and above it. */
class StreamLimitsIT {
    private static final String STREAM = "/api/v1/auth/sse/notifications/";

    @Test
    void rejectsOneStreamTooManyOfAUser() {
        try (TestServer server = TestServer.start(Settings.perUser(3, OnLimit.REJECT))) {
            String token = server.token("ann");
            List<SseClient> open = open(server, token, 3);
            Response refused = RawClient.once(server, "GET", STREAM, "", "Authorization: Bearer " + token);
            assertRefused(refused, 429, "Too many streams");

            SseClient other = server.stream(server.token("bob"));
            assertThat(other.status()).isEqualTo(200);
            open.get(1).close();
            Awaitility.await().until(() -> server.server().openStreams() == 3);
            SseClient again = server.stream(token);
            assertThat(again.status()).isEqualTo(200);

            String id = server.publish("ann", "T", "1");
            for (SseClient stream : List.of(open.get(0), open.get(2), again)) {
                assertThat(stream.next().lastEventId()).isEqualTo(id);
            }
            close(open);
            other.close();
            again.close();
        }
    }

    @Test
    void closesTheOldestForOneStreamTooMany() {
        try (TestServer server = TestServer.start(Settings.perUser(2, OnLimit.CLOSE_OLDEST))) {
            String token = server.token("ann");
            RawClient oldest = RawClient.to(server);
            oldest.send(RawClient.request("GET", STREAM, "", "Authorization: Bearer " + token));
            oldest.readUntil("\n\n\r\n");
            List<SseClient> open = open(server, token, 1);
            open.addAll(open(server, token, 1));

            // It says so, and that it should not come back at once, or two tabs would evict each other for ever.
            String event = "event: error\ndata: {\"error\": \"Too many streams\"}\n\nretry: 60000\n\n";
            assertThat(oldest.rest()).isEqualTo(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n0\r\n\r\n");
            oldest.close();
            assertThat(server.server().openStreams()).isEqualTo(2);
            assertThat(server.metric("herald_streams_closed_total")).isEqualTo(1);

            String id = server.publish("ann", "T", "1");
            for (SseClient stream : open) {
                assertThat(stream.next().lastEventId()).isEqualTo(id);
            }
            close(open);
        }
    }

    @Test
    void refusesOneStreamTooManyInAll() {
        try (TestServer server = TestServer.start(Settings.inAll(3))) {
            List<SseClient> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                open.addAll(open(server, server.token("user-" + i), 1));
            }
            String late = server.token("late");
            Response refused = RawClient.once(server, "GET", STREAM, "", "Authorization: Bearer " + late);
            assertRefused(refused, 503, "The server has no room for more streams");
            open.get(0).close();
            Awaitility.await().until(() -> server.server().openStreams() == 2);
            open.addAll(open(server, late, 1));
            close(open);
        }
    }

    @Test
    void refusesOneOpeningTooManyInAMinute() {
        try (TestServer server = TestServer.start(Settings.opensPerMinute(5))) {
            String token = server.token("churn");
            int opened = 0;
            int refused = 0;
            // The minute may end meanwhile, and with it the count, but not twice.
            for (int i = 0; i < 11; i++) {
                try (SseClient stream = server.stream(token)) {
                    if (stream.status() == 200) {
                        opened++;
                    } else {
                        refused++;
                        assertThat(stream.status()).isEqualTo(429);
                        assertThat(stream.header("retry-after")).isNotNull();
                        assertThat(stream.next())
                                .isEqualTo(new SseEvent(
                                        "", "error", "{\"error\": \"Too many streams opened in a minute\"}"));
                    }
                }
                Awaitility.await().until(() -> server.server().openStreams() == 0);
            }
            assertThat(opened).isBetween(5, 10);
            assertThat(refused).isBetween(1, 6);
            assertThat(server.stream(server.token("calm")).status()).isEqualTo(200);
        }
    }

    @Test
    void aStreamCarriesFiftyTopicsAndNoMore() {
        try (TestServer server = TestServer.start()) {
            String token = server.token("ann", "*");
            for (int topics : new int[] {49, 50}) {
                try (SseClient stream =
                        SseClient.open(server.port(), STREAM + topics(topics), "Authorization: Bearer " + token)) {
                    assertThat(stream.status()).isEqualTo(200);
                    stream.nextComment();
                    String id = server.published("{\"topic\":\"t" + (topics - 1) + "\",\"type\":\"T\"}");
                    assertThat(stream.next().lastEventId()).isEqualTo(id);
                }
            }
            Response refused = RawClient.once(server, "GET", STREAM + topics(51), "", "Authorization: Bearer " + token);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).isEqualTo("event: error\ndata: {\"error\": \"At most 50 topics\"}\n\n");
        }
    }

    @Test
    void aTopicsNameIsBoundedInBytes() {
        try (TestServer server = TestServer.start()) {
            String token = "Authorization: Bearer " + server.token("ann", "*");
            for (int bytes : new int[] {255, 256}) {
                try (SseClient stream = SseClient.open(server.port(), STREAM + "?topic=" + "n".repeat(bytes), token)) {
                    assertThat(stream.status()).isEqualTo(200);
                }
            }
            assertThat(RawClient.once(server, "GET", STREAM + "?topic=" + "n".repeat(257), "", token)
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aConnectionTooManyIsClosedUnheard() {
        try (TestServer server = TestServer.start(Settings.connections(3))) {
            List<RawClient> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RawClient client = RawClient.to(server);
                open.add(client);
                assertThat(alive(client)).isEqualTo(200);
            }
            try (RawClient tooMany = RawClient.to(server)) {
                assertThat(tooMany.rest()).isEmpty();
            }
            assertThat(alive(open.get(2))).isEqualTo(200);
            open.get(0).close();
            Awaitility.await().until(() -> {
                try (RawClient client = RawClient.to(server)) {
                    return client.drip("GET /health/live HTTP/1.0\r\n\r\n")
                            && client.rest().startsWith("HTTP/1.1 200 OK");
                }
            });
            open.forEach(RawClient::close);
        }
    }

    private static int alive(RawClient client) {
        return client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .response()
                .status();
    }

    private static void assertRefused(Response refused, int status, String error) {
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isPositive();
        assertThat(refused.body()).isEqualTo("event: error\ndata: {\"error\": \"" + error + "\"}\n\n");
    }

    private static List<SseClient> open(TestServer server, String token, int streams) {
        List<SseClient> open = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            SseClient stream = server.stream(token);
            assertThat(stream.status()).isEqualTo(200);
            stream.nextComment();
            open.add(stream);
        }
        return open;
    }

    private static void close(List<SseClient> streams) {
        streams.forEach(SseClient::close);
    }

    private static String topics(int count) {
        return IntStream.range(0, count).mapToObj(i -> "topic=t" + i).collect(Collectors.joining("&", "?", ""));
    }
}
