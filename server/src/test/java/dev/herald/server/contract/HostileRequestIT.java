package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that mean harm: each has a defined answer or a clean close, and the server serves on. */
class HostileRequestIT {
    private static final String HOST = "Host: localhost\r\n";
    private static final String LIVE = "GET /health/live HTTP/1.1\r\n" + HOST;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String STREAM = "/api/v1/auth/sse/notifications/";
    private static TestServer server;
    private static TestServer impatient;
    private static String publisher;

    @BeforeAll
    static void start() {
        server = TestServer.start(Settings.impatient(LONG, LONG));
        impatient = TestServer.start(Settings.impatient(Duration.ofSeconds(2), LONG));
        publisher = "Authorization: Bearer " + server.scoped("publish") + "\r\n";
    }

    @AfterAll
    static void stop() {
        server.close();
        impatient.close();
    }

    @AfterEach
    void stillServes() {
        assertServes(server);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("over-long line", "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + HOST + "\r\n", 414),
                Arguments.of("over-long header", LIVE + "X: " + "a".repeat(9_000) + "\r\n\r\n", 431),
                Arguments.of("too many headers", LIVE + "a: b\r\n".repeat(3_000) + "\r\n", 431),
                Arguments.of("over-long header name", LIVE + "a".repeat(9_000) + ": b\r\n\r\n", 431),
                Arguments.of("NUL in a header", LIVE + "X: a\0b\r\n\r\n", 400),
                Arguments.of("NUL in a header name", LIVE + "X\0: a\r\n\r\n", 400),
                Arguments.of("CR in a header", LIVE + "X: a\rb\r\n\r\n", 400),
                Arguments.of("space before the colon", LIVE + "X : a\r\n\r\n", 400),
                Arguments.of("no colon", LIVE + "XYZ\r\n\r\n", 400),
                Arguments.of("no host", "GET /health/live HTTP/1.1\r\n\r\n", 400),
                Arguments.of("two hosts", LIVE + "Host: other\r\n\r\n", 400),
                Arguments.of(
                        "length and chunks",
                        "POST /api/v1/events/ HTTP/1.1\r\n" + HOST
                                + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
                        400),
                Arguments.of(
                        "two lengths",
                        "POST /api/v1/events/ HTTP/1.1\r\n" + HOST
                                + "Content-Length: 0\r\nContent-Length: 5\r\n\r\nGET /",
                        400),
                Arguments.of(
                        "length and folded chunks", post("Content-Length: 4\r\nTransfer-Encoding:\r\n chunked"), 400),
                Arguments.of("lengths in a list", post("Content-Length: 0, 5"), 400),
                Arguments.of("negative length", post("Content-Length: -1"), 400),
                Arguments.of("plus before the length", post("Content-Length: +1"), 400),
                Arguments.of("length that overflows", post("Content-Length: 99999999999999999999"), 400),
                Arguments.of("hexadecimal length", post("Content-Length: 0x0"), 400),
                Arguments.of("unknown coding", post("Transfer-Encoding: gzip"), 400),
                Arguments.of("chunked is not last", post("Transfer-Encoding: chunked, identity"), 400),
                Arguments.of("chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400),
                Arguments.of("chunked with a prefix", post("Transfer-Encoding: xchunked"), 400),
                Arguments.of("vertical tab in the coding", post("Transfer-Encoding: \u000bchunked"), 400),
                Arguments.of("chunk size that is none", chunked("zz\r\n"), 400),
                Arguments.of("negative chunk size", chunked("-1\r\n"), 400),
                Arguments.of("chunk size that overflows", chunked("ffffffffffffffffff\r\n"), 400),
                Arguments.of("huge chunk", chunked("7fffffff\r\n" + "x".repeat(2_000_000)), 413),
                Arguments.of("too many chunks", chunked(("400\r\n" + "x".repeat(1_024) + "\r\n").repeat(1_025)), 413),
                Arguments.of("no version", "GET /health/live\r\n\r\n", 400),
                Arguments.of("bad version", "GET /health/live HTTX/1.1\r\n\r\n", 400),
                Arguments.of("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
                Arguments.of("version of the future", "GET /health/live HTTP/9.9\r\n" + HOST + "\r\n", 505),
                Arguments.of("TLS hello", "\u0016\u0003\u0001\u0000\u0005hello\r\n\r\n", 400),
                Arguments.of("empty request line", " \r\n\r\n", 400));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void whatCannotBeReadIsRefusedAndTheConnectionCloses(String what, String request, int status) {
        try (RawClient client = RawClient.to(server)) {
            client.sendUnlessClosed(request.getBytes(StandardCharsets.ISO_8859_1));
            Response answer = client.response();
            assertThat(answer.status()).isEqualTo(status);
            Problem.assertIn(answer);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aBareLineFeedNeverMakesTwoRequestsOfOne() {
        try (RawClient client = RawClient.to(server)) {
            client.send("GET /health/live HTTP/1.1\nHost: localhost\nConnection: close\n\n");
            assertThat(client.rest()).doesNotContain("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1");
        }
        try (RawClient client = RawClient.to(server)) { // a line feed that a proxy may have taken as part of the value
            client.send(LIVE + "X: a\nGET /metrics HTTP/1.1\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.rest()).doesNotContain("herald_");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/live?x=%",
                "/health/live?x=%zz",
                "/health/live?x=%4",
                "/api/v1/users/%/connections/",
                "/api/v1/users/%G0/connections/"
            })
    void aBrokenPercentEncodingIs400(String target) {
        Response answer = RawClient.once(server, "GET", target, "");
        assertThat(answer.status()).isEqualTo(400);
        Problem.assertIn(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/\0live",
                "/health/live%00",
                "/health/live%0d%0aX:%20y",
                "/%2e%2e/health/live",
                "*",
                "http://"
            })
    void aStrangePathIs404(String target) {
        assertThat(RawClient.once(server, "GET", target, "").status()).isEqualTo(404);
    }

    @Test
    void theAbsoluteFormNamesTheSamePath() {
        assertThat(RawClient.once(server, "GET", "http://localhost/health/live/?a=b", "")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BREW", "get", "CONNECT", "TRACE", "PATCH", "M-SEARCH", "head"})
    void anUnknownMethodIs405(String method) {
        try (RawClient client = RawClient.to(server)) {
            client.send(method + " /health/live HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 405 ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 1_000})
    void pipelinedRequestsAreAnsweredInOrder(int requests) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            String body = "{\"user\":\"p" + requests + "\",\"type\":\"T\",\"data\":" + i + "}";
            if (i % 3 == 0) { // slow and quick ones in turn
                all.append("POST /api/v1/events/ HTTP/1.1\r\n" + HOST + publisher + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body);
            } else {
                all.append("GET /" + i + " HTTP/1.1\r\n" + HOST + "\r\n");
            }
        }
        try (SseClient stream = server.stream(server.token("p" + requests));
                RawClient client = RawClient.to(server)) {
            stream.nextComment();
            Thread sender = new Thread(() -> client.send(all.toString()), "pipelining");
            sender.start();
            for (int i = 0; i < requests; i++) {
                assertThat(client.response().status()).as("answer " + i).isEqualTo(i % 3 == 0 ? 200 : 404);
                if (i % 3 == 0) {
                    assertThat(stream.next().data()).isEqualTo("{\"type\":\"T\",\"data\":" + i + "}");
                }
            }
        }
    }

    @Test
    void aTooLongRequestIsRefusedInItsTurnOnly() {
        String body = "{\"user\":\"a\",\"type\":\"T\"}";
        for (int round = 0; round < 20; round++) {
            try (RawClient client = RawClient.to(server)) {
                client.send("POST /api/v1/events/ HTTP/1.1\r\n" + HOST + publisher + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body + post("Content-Length: 9999999"));
                assertThat(client.response().status()).isEqualTo(200);
                assertThat(client.response().status()).isEqualTo(413);
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    @Test
    void a100ContinueIsGivenWhereTheBodyIsWelcome() {
        String body = "{\"user\":\"a\",\"type\":\"T\"}";
        try (RawClient client = RawClient.to(server)) {
            client.send("POST /api/v1/events/ HTTP/1.1\r\n" + HOST + publisher + "Expect: 100-continue\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(100);
            client.send(body);
            assertThat(client.response().status()).isEqualTo(200);
            client.send("POST /api/v1/events/ HTTP/1.1\r\n" + HOST + publisher + "Expect: 100-continue\r\n"
                    + "Content-Length: 9999999\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(413);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aHeadThatDripsIsCutOff() {
        assertCutOff("GET /health/live HTTP/1.1\r\n", "X: a\r\n");
    }

    @Test
    void aBodyThatDripsIsCutOff() {
        assertCutOff("POST /api/v1/auth/login/ HTTP/1.1\r\n" + HOST + "Content-Length: 100000\r\n\r\n", " ");
        assertCutOff(chunked(""), "1\r\n \r\n");
    }

    @Test
    void silenceAfterConnectingIsCutOff() {
        try (RawClient client = RawClient.to(impatient)) {
            assertThat(client.rest()).isEmpty();
        }
        assertServes(impatient);
    }

    @Test
    void bytesOnAnOpenStreamCloseItProperly() {
        for (byte[] bytes :
                List.of(ascii("x"), ascii(LIVE + "\r\n"), new byte[100_000], ascii("\r\n"), new byte[] {0})) {
            try (SseClient stream = server.stream(server.token("talker"))) {
                stream.nextComment();
                stream.socket().getOutputStream().write(bytes);
                stream.awaitEnd();
                assertThat(stream.unread()).isEmpty();
            } catch (IOException e) { // hung up while the rest was being sent: closed as well
            }
        }
    }

    @Test
    void bytesRightBehindTheRequestOfAStreamNeverReachAnything() {
        String request = "GET " + STREAM + "?token=" + server.token("pipe") + " HTTP/1.1\r\n" + HOST + "\r\n";
        for (String behind : List.of("x", LIVE + "\r\n", "x".repeat(20_000))) {
            try (RawClient client = RawClient.to(server)) {
                client.send(request + behind);
                assertThat(client.readUntil("\r\n")).isEqualTo("HTTP/1.1 200 OK\r\n");
                client.halfClose();
                assertThat(client.rest()).doesNotContain("HTTP/1.1").doesNotContain("status");
            }
        }
    }

    @Test
    void aHalfClosedConnectionIsClosed() {
        try (RawClient client = RawClient.to(server)) {
            client.send("GET /health/live HTTP/1.1\r\nHo").halfClose();
            assertThat(client.rest()).isEmpty();
        }
        try (RawClient client = RawClient.to(server)) {
            client.send("GET " + STREAM + "?token=" + server.token("half") + " HTTP/1.1\r\n" + HOST + "\r\n");
            client.readUntil("\n\n\r\n");
            client.halfClose();
            client.rest();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/login/", "/api/v1/events/"})
    void jsonBombsAndBrokenTextAre400(String path) {
        List<byte[]> bodies = new ArrayList<>();
        bodies.add(ascii("[".repeat(200_000)));
        bodies.add(ascii("{\"a\":".repeat(100_000)));
        bodies.add(ascii("{\"user\":\"a\",\"type\":\"T\",\"data\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"));
        bodies.add(ascii("{\"user\":\"a\",\"type\":\"T\",\"data\":" + "9".repeat(500_000) + "}"));
        bodies.add(ascii("{\"user\":\"a\",\"type\":\"T\",\"data\":1e" + "9".repeat(5_000) + "}"));
        bodies.add(ascii("{" + "\"k\":1,".repeat(100_000) + "\"z\":1}"));
        bodies.add(bytes("{\"user\":\"", 0xC3, 0x28, "\",\"type\":\"T\"}"));
        bodies.add(bytes("{\"user\":\"", 0xED, 0xA0, "\u0080\",\"type\":\"T\"}"));
        bodies.add(bytes("{\"user\":\"", 0xC0, 0x80, "\",\"type\":\"T\"}"));
        bodies.add(bytes("{\"user\":\"", 0xFF, 0xFE, "\",\"type\":\"T\"}"));
        bodies.add("{\"user\":\"a\",\"type\":\"T\"}".getBytes(StandardCharsets.UTF_16));
        for (byte[] body : bodies) {
            try (RawClient client = RawClient.to(server)) {
                client.send("POST " + path + " HTTP/1.1\r\n" + HOST + publisher
                        + "Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n");
                client.send(body);
                Response answer = client.response();
                assertThat(answer.status()).isEqualTo(400);
                Problem.assertIn(answer);
            }
        }
    }

    @Test
    void nothingThatAClientSendsBecomesAHeaderOrAFieldOfAnEvent() {
        String evil = "a%0D%0ASet-Cookie:%20x=y%0D%0A%0D%0A";
        for (String target : List.of(
                "/nowhere/" + evil,
                STREAM + "?last_event_id=" + evil + "&token=" + server.token("inject"),
                STREAM + "?topic=" + evil + "&token=" + server.token("inject"),
                STREAM + "?token=" + evil,
                "/api/v1/users/" + evil + "/connections/")) {
            try (RawClient client = RawClient.to(server)) {
                client.send("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
                assertThat(client.readUntil("\r\n\r\n").toLowerCase(Locale.ROOT))
                        .doesNotContain("set-cookie");
            }
        }
        try (RawClient client = RawClient.to(server)) {
            client.send(LIVE + "Origin: http://a\tb\r\nConnection: close\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void aThousandParametersAreNoTrouble() {
        String query = "?" + "topic=a&".repeat(450);
        Response answer = RawClient.once(server, "GET", STREAM + query + "token=bad", "");
        assertThat(answer.status()).isEqualTo(401);
    }

    /** Sends the start, then one more piece again and again until the server hangs up. */
    private static void assertCutOff(String start, String drip) {
        try (RawClient client = RawClient.to(impatient)) {
            client.send(start);
            Thread dripping = new Thread(
                    () -> {
                        while (client.drip(drip)) {
                            LockSupport.parkNanos(20_000_000);
                        }
                    },
                    "dripping");
            dripping.start();
            assertThat(client.rest()).isEmpty();
        }
        assertServes(impatient);
    }

    private static void assertServes(TestServer server) {
        assertThat(RawClient.once(server, "GET", "/health/live", "").status()).isEqualTo(200);
    }

    private static String post(String framing) {
        return "POST /api/v1/events/ HTTP/1.1\r\n" + HOST + framing + "\r\n\r\n";
    }

    private static String chunked(String body) {
        return post("Transfer-Encoding: chunked") + body;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String before, int first, int second, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(first);
        bytes.write(second);
        bytes.writeBytes(after.getBytes(StandardCharsets.ISO_8859_1));
        return bytes.toByteArray();
    }
}
