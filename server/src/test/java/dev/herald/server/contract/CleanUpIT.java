package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import dev.herald.server.stream.OnLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * After thousands of connections that end in every way there is, nothing is left: no stream, topic, socket, thread or
 * buffer. The last two are looked for by the fixtures, at the end.
 */
class CleanUpIT {
    private static final String STREAM = "/api/v1/auth/sse/notifications/";
    private static final int OF_EACH = 250;
    private static final int PER_USER = 25;
    private static final int AT_ONCE = 16;
    private static final int SELDOM = 50; // one in so many, of those that wait for a time to pass
    private static final Duration BEHIND_MAX = Duration.ofMillis(700);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(5);

    @Test
    void nothingIsLeftOfConnectionsThatEndInEveryWay() throws Exception {
        try (TestServer server = TestServer.start(Settings.all(
                Settings.heartbeat(Duration.ofMillis(100)),
                Settings.perUser(PER_USER, OnLimit.CLOSE_OLDEST),
                Settings.behind(16 * 1024, BEHIND_MAX),
                Settings.impatient(REQUEST_MAX, REQUEST_MAX)))) {
            Queue<RawClient> crowd = new ConcurrentLinkedQueue<>();
            Map<String, IntConsumer> endings = endings(server, crowd);
            ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
            try {
                List<Callable<String>> all = new ArrayList<>();
                for (int i = 0; i < OF_EACH; i++) { // the kinds mixed, as they come in life
                    int number = i;
                    endings.forEach((name, ending) -> all.add(() -> {
                        ending.accept(number);
                        return name;
                    }));
                }
                for (Future<String> one : clients.invokeAll(all)) {
                    one.get();
                }
            } finally {
                clients.shutdownNow();
            }
            stuckReaders(server);
            superseded(server);
            evicted(server, crowd);
            assertNothingIsLeft(server);
            assertThat(closedBy(server).keySet())
                    .contains(
                            "client_gone",
                            "unexpected_bytes",
                            "logged_out",
                            "revoked",
                            "superseded",
                            "token_expired",
                            "evicted",
                            "too_slow")
                    .doesNotContain("internal_error");
        }
    }

    @Test
    void aServerThatStopsTellsEveryStreamAndLeavesNothing() {
        List<SseClient> streams = new ArrayList<>();
        try (TestServer server = TestServer.start()) {
            for (int i = 0; i < OF_EACH; i++) {
                streams.add(server.stream(server.token("user-" + i)));
            }
            for (SseClient stream : streams) {
                stream.nextComment();
            }
        }
        for (SseClient stream : streams) {
            assertThat(stream.awaitEnd()).isTrue();
            assertThat(stream.unread()).isEmpty();
            stream.close();
        }
    }

    private static Map<String, IntConsumer> endings(TestServer server, Queue<RawClient> crowd) {
        Map<String, IntConsumer> endings = new LinkedHashMap<>();
        endings.put("fin", i -> opened(server, "fin-" + i).close());
        endings.put("reset", i -> opened(server, "reset-" + i).reset());
        endings.put(
                "fin while opening",
                i -> asking(server, server.token("early-" + i)).close());
        endings.put(
                "reset while opening",
                i -> asking(server, server.token("hasty-" + i)).reset());
        String begun = publish(server, "returning", "0");
        for (int i = 0; i < 30; i++) {
            publish(server, "returning", "\"" + "x".repeat(2_000) + "\"");
        }
        endings.put("reset while catching up", i -> {
            RawClient client = RawClient.to(server);
            client.send(RawClient.request(
                    "GET", STREAM + "?last_event_id=" + begun + "&token=" + server.token("returning"), ""));
            client.readUntil("\n\n\r\n");
            client.reset();
        });
        endings.put("half-closed", i -> {
            try (RawClient client = opened(server, "half-" + i)) {
                client.halfClose().rest();
            }
        });
        endings.put("unexpected bytes", i -> {
            try (RawClient client = opened(server, "talker-" + i)) {
                client.drip("hello");
                client.rest();
            }
        });
        endings.put(
                "refused",
                i -> assertThat(RawClient.once(server, "GET", STREAM, "").status())
                        .isEqualTo(401));
        endings.put(
                "not allowed",
                i -> assertThat(RawClient.once(server, "GET", STREAM + "?topic=x&token=" + server.token("nosy"), "")
                                .status())
                        .isEqualTo(403));
        endings.put("evicted", i -> crowd.add(opened(server, "crowd")));
        endings.put("logged out", i -> {
            String token = server.token("leaver-" + i);
            try (RawClient client = asking(server, token)) {
                client.readUntil("\n\n\r\n");
                RawClient.once(server, "POST", "/api/v1/auth/logout/", "", "Authorization: Bearer " + token);
                assertThat(client.rest()).endsWith("0\r\n\r\n");
            }
        });
        endings.put("revoked", i -> {
            try (RawClient client = opened(server, "revoked-" + i)) {
                RawClient.once(
                        server,
                        "DELETE",
                        "/api/v1/users/revoked-" + i + "/connections/",
                        "",
                        "Authorization: Bearer " + server.scoped("admin"));
                assertThat(client.rest()).contains("FORCE_LOGOUT").endsWith("0\r\n\r\n");
            }
        });
        endings.put("expired", i -> {
            if (i % SELDOM == 0) {
                String token = server.token("brief-" + i, UUID.randomUUID().toString(), Duration.ofSeconds(4));
                try (RawClient client = asking(server, token)) {
                    assertThat(client.rest()).endsWith("0\r\n\r\n");
                }
            }
        });
        endings.put("silent", i -> {
            if (i % SELDOM == 0) {
                try (RawClient client = RawClient.to(server)) {
                    assertThat(client.send("GET / HT").rest()).isEmpty();
                }
            }
        });
        endings.put("test stream", i -> {
            try (RawClient client = RawClient.to(server)) {
                client.send(RawClient.request("GET", "/api/v1/auth/sse/test/", ""));
                client.readUntil("\r\n\r\n");
            }
        });
        return endings;
    }

    /** Clients that never read, among them some that come back from far behind. */
    private static void stuckReaders(TestServer server) {
        List<RawClient> stuck = new ArrayList<>();
        String begun = publish(server, "stuck", "1");
        for (int i = 0; i < 20; i++) {
            stuck.add(opened(server, "stuck"));
        }
        for (int i = 0; i < 20; i++) {
            publish(server, "stuck", "\"" + "x".repeat(30_000) + "\"");
        }
        Awaitility.await().until(() -> closedBy(server).getOrDefault("too_slow", 0.0) >= 20);
        for (int i = 0; i < 5; i++) {
            RawClient back = RawClient.to(server);
            back.send(RawClient.request(
                    "GET", STREAM + "?last_event_id=" + begun + "&token=" + server.token("stuck"), ""));
            stuck.add(back);
        }
        Awaitility.await().until(() -> closedBy(server).getOrDefault("too_slow", 0.0) >= 25);
        stuck.forEach(RawClient::close);
    }

    private static void superseded(TestServer server) {
        server.addAccount("s@example.com");
        List<RawClient> streams = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Response login = RawClient.once(
                    server,
                    "POST",
                    "/api/v1/auth/login/",
                    "{\"email\":\"s@example.com\",\"password\":\"" + TestServer.PASSWORD + "\"}");
            String token = login.body().replaceFirst(".*\"access\":\"([^\"]+)\".*", "$1");
            for (RawClient old : streams) {
                assertThat(old.rest()).contains("FORCE_LOGOUT").endsWith("0\r\n\r\n");
                old.close();
            }
            streams.clear();
            for (int j = 0; j < 20; j++) {
                RawClient stream = asking(server, token);
                stream.readUntil("\n\n\r\n");
                streams.add(stream);
            }
        }
        streams.forEach(RawClient::close);
    }

    /** All but the last few have lost their place to a later one, and were told so. */
    private static void evicted(TestServer server, Queue<RawClient> crowd) {
        RawClient.once(
                server,
                "DELETE",
                "/api/v1/users/crowd/connections/",
                "",
                "Authorization: Bearer " + server.scoped("admin"));
        int evicted = 0;
        for (RawClient client : crowd) {
            String farewell = client.rest();
            assertThat(farewell)
                    .containsAnyOf("Too many streams", "FORCE_LOGOUT")
                    .endsWith("0\r\n\r\n");
            evicted += farewell.contains("Too many streams") ? 1 : 0;
            client.close();
        }
        assertThat(evicted).isEqualTo(OF_EACH - PER_USER);
    }

    private static void assertNothingIsLeft(TestServer server) {
        Awaitility.await().untilAsserted(() -> {
            String metrics = metrics(server);
            assertThat(server.server().openStreams()).isZero();
            assertThat(server.topicsInHub()).isZero();
            assertThat(metric(metrics, "herald_streams_open")).isZero();
            assertThat(metric(metrics, "herald_connections_open")).isEqualTo(1); // the one that asks
            assertThat(metric(metrics, "herald_streams_opened_total"))
                    .isEqualTo(metric(metrics, "herald_streams_closed_total"))
                    .isGreaterThan(5 * OF_EACH);
        });
    }

    private static Map<String, Double> closedBy(TestServer server) {
        Map<String, Double> closed = new LinkedHashMap<>();
        String prefix = "herald_streams_closed_total{reason=\"";
        metrics(server)
                .lines()
                .filter(line -> line.startsWith(prefix))
                .forEach(line -> closed.put(
                        line.substring(prefix.length(), line.indexOf('"', prefix.length())),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        return closed;
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String metrics(TestServer server) {
        return RawClient.once(server, "GET", "/metrics", "").body();
    }

    private static String publish(TestServer server, String user, String data) {
        Response answer = RawClient.once(
                server,
                "POST",
                "/api/v1/events/",
                "{\"user\":\"" + user + "\",\"type\":\"T\",\"data\":" + data + "}",
                "Authorization: Bearer " + server.scoped("publish"));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
    }

    /** A stream that has its first bytes. */
    private static RawClient opened(TestServer server, String user) {
        RawClient client = asking(server, server.token(user));
        client.readUntil("\n\n\r\n");
        return client;
    }

    /** A stream that has been asked for. */
    private static RawClient asking(TestServer server, String token) {
        return RawClient.to(server).send(RawClient.request("GET", STREAM, "", "Authorization: Bearer " + token));
    }
}
