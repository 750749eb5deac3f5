package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.DrainConfig;
import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A server that is told to stop, seen from the outside while it empties itself. */
class DrainIT {
    private static final String STREAM = "/api/v1/auth/sse/notifications/";
    private static final Duration LONG = Duration.ofMinutes(5);

    /** What closing takes besides the times of the configuration, on a slow machine. */
    private static final Duration CLOSING_MAX = Duration.ofSeconds(30);

    @Test
    void duringTheNoticeItIsNotReadyAndOpensNoStreamsButServes() {
        try (TestServer server = server(LONG, LONG);
                SseClient stream = server.stream(server.token("ann"))) {
            assertThat(server.get("/health/ready", null).statusCode()).isEqualTo(200);
            CompletableFuture<Void> drain = drain(server);
            awaitNotReady(server);

            // Each of these on a connection of its own, as a health check comes.
            Response ready = RawClient.once(server, "GET", "/health/ready", "");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.body()).contains("\"detail\":\"The server is draining\"");
            assertThat(RawClient.once(server, "GET", "/health/live", "").status())
                    .isEqualTo(200);

            Response refused = RawClient.once(server, "GET", STREAM + "?token=" + server.token("bob"), "");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("5");
            assertThat(refused.body()).isEqualTo("event: error\ndata: {\"error\": \"The server is draining\"}\n\n");
            Response browser =
                    RawClient.once(server, "GET", STREAM + "?token=" + server.token("bob"), "", "Sec-Fetch-Mode: cors");
            assertThat(browser.status()).isEqualTo(200);
            assertThat(browser.body()).startsWith("retry: ");

            String id = server.publish("ann", "T", "1");
            assertThat(stream.next().lastEventId()).isEqualTo(id);

            server.server().close(); // cuts it short
            assertThat(drain).succeedsWithin(CLOSING_MAX);
            assertThat(stream.awaitEnd()).isTrue();
            assertThat(stream.retryMillis()).isBetween(500L, 4_999L);
        }
    }

    @Test
    void duringTheNoticeConnectionsAreNotKept() {
        try (TestServer server = server(LONG, LONG);
                RawClient kept = RawClient.to(server)) {
            assertThat(kept.send("GET /health/live HTTP/1.1\r\nHost: h\r\n\r\n")
                            .response()
                            .header("connection"))
                    .isNull();
            drain(server);
            awaitNotReady(server);
            Response last =
                    kept.send("GET /health/live HTTP/1.1\r\nHost: h\r\n\r\n").response();
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.header("connection")).isEqualTo("close");
            assertThat(kept.rest()).isEmpty();
        }
    }

    @Test
    void noStreamGoesBeforeItsShareOfTheSpreadAndEachHasARetryOfItsOwn() throws Exception {
        int count = 90;
        Duration spread = Duration.ofSeconds(3);
        try (TestServer server = server(Duration.ZERO, spread)) {
            List<SseClient> streams = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                streams.add(server.stream(server.token("user-" + i)));
                streams.get(i).nextComment();
            }
            long began = System.nanoTime();
            CompletableFuture<Void> drain = drain(server);
            List<CompletableFuture<Double>> ends = streams.stream()
                    .map(stream -> CompletableFuture.supplyAsync(
                            () -> {
                                assertThat(stream.awaitEnd()).isTrue();
                                return (System.nanoTime() - began) / 1e9;
                            },
                            task -> new Thread(task, "awaits-end").start()))
                    .toList();
            double[] seconds = new double[count];
            for (int i = 0; i < count; i++) {
                seconds[i] = ends.get(i).get();
            }
            drain.get();
            Arrays.sort(seconds);
            for (int i = 0; i < count; i++) {
                assertThat(seconds[i]).isGreaterThan(spread.toSeconds() * (i + 1.0) / count - 0.3);
            }
            assertThat(streams)
                    .allMatch(stream -> stream.retryMillis() >= 500 && stream.retryMillis() < 5_000)
                    .extracting(SseClient::retryMillis)
                    .satisfies(retries ->
                            assertThat(retries.stream().distinct().count()).isGreaterThan(count / 2));
            streams.forEach(SseClient::close);
        }
    }

    @Test
    void afterTheNoticeNobodyIsAccepted() throws Exception {
        try (TestServer server = server(Duration.ZERO, LONG);
                SseClient stream = server.stream(server.token("ann"))) {
            stream.nextComment();
            drain(server);
            Awaitility.await().until(() -> isRefused(server.port()));
            assertThat(stream.hasEnded()).isFalse();
        }
    }

    @Test
    void requestsUnderWayAreAnsweredAndTheirEventsTaken() {
        try (TestServer server = server(Duration.ZERO, LONG);
                RawClient publisher = RawClient.to(server)) {
            String body = "{\"user\":\"ann\",\"type\":\"T\",\"data\":1}";
            publisher.send("POST /api/v1/events/ HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                    + server.scoped("publish") + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                    + body.substring(0, 10));
            awaitUnderWay(server);
            CompletableFuture<Void> drain = drain(server);
            Awaitility.await().until(() -> isRefused(server.port()));
            assertThat(drain).isNotDone();
            Response answer = publisher.send(body.substring(10)).response();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("\"id\":");
            // Nothing is left to wait for.
            assertThat(drain).succeedsWithin(CLOSING_MAX);
        }
    }

    @Test
    void clientsThatDoNotReadAndRequestsThatDoNotEndHoldNothingUp() {
        Duration notice = Duration.ofMillis(200);
        Duration spread = Duration.ofMillis(1_500);
        try (TestServer server = TestServer.start(Settings.all(
                config -> config.with(new DrainConfig(notice, spread)),
                Settings.behind(16 * 1024, LONG),
                Settings.impatient(LONG, LONG)))) {
            List<SseClient> stuck = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                stuck.add(SseClient.openUnread(
                        server.port(), STREAM, "Authorization: Bearer " + server.token("user-" + i)));
            }
            String data = "\"" + "x".repeat(30_000) + "\"";
            for (int i = 0; i < 20; i++) {
                server.published("{\"broadcast\":true,\"type\":\"T\",\"data\":" + data + "}");
            }
            Awaitility.await().until(() -> server.metric("herald_streams_fell_behind_total") >= 20);
            try (RawClient endless = RawClient.to(server)) {
                endless.send("POST /api/v1/events/ HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{");
                awaitUnderWay(server);
                long began = System.nanoTime();
                assertThat(drain(server)).succeedsWithin(notice.plus(spread).plus(CLOSING_MAX));
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(notice.plus(spread));
                assertThat(server.server().openStreams()).isZero();
            }
            stuck.forEach(SseClient::close);
        }
    }

    @Test
    void anInterruptCutsItShort() throws Exception {
        try (TestServer server = server(LONG, LONG);
                SseClient stream = server.stream(server.token("ann"))) {
            stream.nextComment();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread drain = new Thread(() -> {
                server.server().drain();
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            drain.start();
            awaitNotReady(server);
            drain.interrupt();
            assertThat(interrupted).succeedsWithin(CLOSING_MAX).isEqualTo(true);
            assertThat(stream.awaitEnd()).isTrue();
        }
    }

    private static TestServer server(Duration notice, Duration spread) {
        return TestServer.start(config -> config.with(new DrainConfig(notice, spread)));
    }

    private static CompletableFuture<Void> drain(TestServer server) {
        return CompletableFuture.runAsync(() -> server.server().drain(), task -> new Thread(task, "drains").start());
    }

    private static void awaitNotReady(TestServer server) {
        Awaitility.await()
                .until(() -> RawClient.once(server, "GET", "/health/ready", "").status() == 503);
    }

    private static void awaitUnderWay(TestServer server) {
        Awaitility.await().until(() -> server.requestsUnderWay() > 0);
    }

    private static boolean isRefused(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
