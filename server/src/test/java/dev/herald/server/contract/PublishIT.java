package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.SseEvent;
import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backend may publish, and how it is told that it may not. */
class PublishIT {
    private static final String EVENTS = "/api/v1/events/";
    private static TestServer server;
    private static String publisher;

    @BeforeAll
    static void start() {
        server = TestServer.start(Settings.bodies(4_096, 1_024));
        publisher = "Authorization: Bearer " + server.scoped("publish");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/events/", "/api/v1/events"})
    void answersWithThePosition(String path) {
        Response answer = RawClient.once(server, "POST", path, "{\"user\":\"42\",\"type\":\"T\"}", publisher);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body()).matches("\\{\"id\":\"[A-Za-z0-9._~-]{1,40}\"}");
    }

    @Test
    void dataMayBeAnyJsonAndIsNullWhenAbsent() {
        try (SseClient stream = server.stream(server.token("json"))) {
            stream.nextComment();
            for (String data : new String[] {"null", "true", "-1.5e3", "\"\"", "[]", "{\"a\":{\"b\":[1,2]}}"}) {
                server.publish("json", "T", data);
                assertThat(stream.next().data()).isEqualTo("{\"type\":\"T\",\"data\":" + data + "}");
            }
            server.published("{\"type\":\"T\",\"user\":\"json\"}");
            assertThat(stream.next().data()).isEqualTo("{\"type\":\"T\",\"data\":null}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":\"T\"}",
                "{\"user\":\"a\"}",
                "{\"user\":\"a\",\"type\":\"\"}",
                "{\"user\":\"\",\"type\":\"T\"}",
                "{\"user\":7,\"type\":\"T\"}",
                "{\"user\":\"a\",\"topic\":\"b\",\"type\":\"T\"}",
                "{\"user\":\"a\",\"user\":\"b\",\"type\":\"T\"}",
                "{\"users\":[],\"type\":\"T\"}",
                "{\"users\":\"a\",\"type\":\"T\"}",
                "{\"users\":[\"a\",null],\"type\":\"T\"}",
                "{\"broadcast\":false,\"type\":\"T\"}",
                "{\"broadcast\":\"true\",\"type\":\"T\"}",
                "{\"user\":\"a\",\"type\":\"T\",\"id\":\"1\"}",
                "{\"user\":\"a\",\"type\":\"T\",\"event\":\"heartbeat\"}",
                "{\"user\":\"a\",\"type\":\"T\",\"event\":\"reset\"}",
                "{\"user\":\"a\",\"type\":\"T\",\"event\":\"error\"}",
                "{\"user\":\"a\",\"type\":\"T\",\"event\":\"a\\nid: 7\"}",
                "{\"user\":\"a\\r\\nb\",\"type\":\"T\"}",
                "{\"user\":\"a\\u0000\",\"type\":\"T\"}",
                "{\"user\":\"\\ud800\",\"type\":\"T\"}",
                "{\"user\":\"a\",\"type\":\"T\",\"data\":NaN}",
                "{\"user\":\"a\",\"type\":\"T\",\"data\":01}",
                "{\"user\":\"a\",\"type\":\"T\"} {}",
                "{\"user\":\"a\",\"type\":\"T\"",
                "{'user':'a','type':'T'}"
            })
    void whatIsWrongIsA400ThatSaysSo(String body) {
        Response answer = RawClient.once(server, "POST", EVENTS, body, publisher);
        assertThat(answer.status()).isEqualTo(400);
        Problem.assertIn(answer);
    }

    @Test
    void withoutCredentials401WithoutTheScope403() {
        Response nobody = RawClient.once(server, "POST", EVENTS, "{}");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("www-authenticate")).startsWith("Bearer");
        assertThat(nobody.body()).isEqualTo(Problem.of(401, "Unauthorized", "Authentication required"));

        Response user = RawClient.once(server, "POST", EVENTS, "{}", "Authorization: Bearer " + server.token("ann"));
        assertThat(user.status()).isEqualTo(403);
        assertThat(user.body()).isEqualTo(Problem.of(403, "Forbidden", "This needs a token with the scope publish"));
        Response admin =
                RawClient.once(server, "POST", EVENTS, "{}", "Authorization: Bearer " + server.scoped("admin"));
        assertThat(admin.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"1023, 200", "1024, 200", "1025, 413"})
    void anEventIsBoundedInBytes(int bytes, int status) {
        String frame = "{\"type\":\"T\",\"data\":\"\u00e9\"}"; // the e with its accent has two bytes
        String data = "\u00e9" + "x".repeat(bytes - frame.length() - 1);
        Response answer = publish("{\"user\":\"size\",\"type\":\"T\",\"data\":\"" + data + "\"}");
        assertThat(answer.status()).isEqualTo(status);
        if (status != 200) {
            Problem.assertIn(answer);
            assertThat(answer.body()).contains("1025").contains("1024");
        }
    }

    @ParameterizedTest
    @CsvSource({"4095, 200", "4096, 200", "4097, 413"})
    void aBodyIsBoundedInBytes(int bytes, int status) {
        String body = "{\"user\":\"size\",\"type\":\"T\"";
        body += " ".repeat(bytes - body.length() - 1) + "}";
        Response answer = publish(body);
        assertThat(answer.status()).isEqualTo(status);
        if (status != 200) {
            Problem.assertIn(answer);
        }
    }

    @Test
    void aBodyFarTooLongIsAnsweredThoughTheClientGoesOnSending() {
        for (int round = 0; round < 20; round++) {
            try (RawClient client = RawClient.to(server)) {
                client.sendUnlessClosed(RawClient.request("POST", EVENTS, "x".repeat(2_000_000), publisher)
                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(client.response().status()).isEqualTo(413);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"255, 200", "256, 200", "257, 400"})
    void namesAreBoundedInBytes(int bytes, int status) {
        String name = "\u00e9" + "n".repeat(bytes - 2);
        assertThat(publish("{\"user\":\"" + name + "\",\"type\":\"T\"}").status())
                .isEqualTo(status);
        assertThat(publish("{\"topic\":\"" + name + "\",\"type\":\"T\"}").status())
                .isEqualTo(status);
        assertThat(publish("{\"user\":\"u\",\"type\":\"" + name + "\"}").status())
                .isEqualTo(status);
        assertThat(publish("{\"user\":\"u\",\"type\":\"T\",\"event\":\"" + name + "\"}")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void anEventGoesToAThousandUsersAndNoMore() {
        try (TestServer wide = TestServer.start();
                SseClient last = wide.stream(wide.token("user-999"))) {
            last.nextComment();
            for (int users : new int[] {999, 1_000, 1_001}) {
                StringBuilder body = new StringBuilder("{\"type\":\"T\",\"users\":[\"user-999\"");
                for (int i = 0; i < users - 1; i++) {
                    body.append(",\"user-").append(i < 999 ? i : 1_000 + i).append('"');
                }
                Response answer = RawClient.once(
                        wide,
                        "POST",
                        EVENTS,
                        body.append("]}").toString(),
                        "Authorization: Bearer " + wide.scoped("publish"));
                assertThat(answer.status()).as(users + " users").isEqualTo(users <= 1_000 ? 200 : 400);
                if (users <= 1_000) {
                    assertThat(answer.body()).contains(last.next().lastEventId());
                }
            }
        }
    }

    @Test
    void aRepeatedKeyIsAnsweredAsTheFirstAndDeliversNothing() {
        String key = "Idempotency-Key: " + UUID.randomUUID();
        try (SseClient stream = server.stream(server.token("idem"))) {
            stream.nextComment();
            String body = "{\"user\":\"idem\",\"type\":\"T\",\"data\":1}";
            Response first = RawClient.once(server, "POST", EVENTS, body, publisher, key);
            Response second = RawClient.once(server, "POST", EVENTS, body, publisher, key);
            assertThat(second.body()).isEqualTo(first.body());
            String after = server.publish("idem", "T", "2");
            assertThat(stream.next(2)).extracting(SseEvent::lastEventId).contains(after);
            assertThat(stream.unread()).isEmpty();
        }
    }

    @Test
    void aKeyThatIsNoneIs400() {
        String body = "{\"user\":\"a\",\"type\":\"T\"}";
        for (String key : new String[] {"", "a b", "k".repeat(256), "\u00e9"}) {
            assertThat(RawClient.once(server, "POST", EVENTS, body, publisher, "Idempotency-Key: " + key)
                            .status())
                    .as(key)
                    .isEqualTo(400);
        }
        assertThat(RawClient.once(server, "POST", EVENTS, body, publisher, "Idempotency-Key: " + "k".repeat(255))
                        .status())
                .isEqualTo(200);
    }

    private static Response publish(String body) {
        return RawClient.once(server, "POST", EVENTS, body, publisher);
    }
}
