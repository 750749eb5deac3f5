package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator looks at a user's streams and forces them out. */
class ConnectionsIT {
    private static TestServer server;
    private static String admin;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        admin = "Authorization: Bearer " + server.scoped("admin");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/users/ann%2Fx/connections/", "/api/v1/users/ann%2Fx/connections"})
    void listsTheOpenStreams(String path) {
        String session = "session-" + path.length();
        String token = server.token("ann/x", session, Duration.ofHours(1));
        try (SseClient stream = server.stream(token)) {
            stream.nextComment();
            Response list = RawClient.once(server, "GET", path, "", admin);
            assertThat(list.status()).isEqualTo(200);
            assertThat(list.body())
                    .matches("\\{\"user_id\":\"ann/x\",\"count\":1,\"connections\":\\[\\{\"id\":\"[^\"]+\","
                            + "\"session\":\"" + session
                            + "\",\"address\":\"127.0.0.1\",\"opened_at\":\"[^\"]+Z\",\"token_expires_at\":\"[^\"]+Z\","
                            + "\"topics\":\\[\"u:ann/x\"]}]}");
            assertThat(RawClient.once(server, "DELETE", path, "", admin).status())
                    .isEqualTo(200);
            assertThat(stream.awaitEnd()).isTrue();
        }
        assertThat(RawClient.once(server, "GET", path, "", admin).body())
                .isEqualTo("{\"user_id\":\"ann/x\",\"count\":0,\"connections\":[]}");
    }

    @Test
    void forcesOutEveryStreamAndRefusesItsTokensFromThenOn() {
        String one = server.token("bob", "b1", Duration.ofHours(1));
        String two = server.token("bob", "b2", Duration.ofHours(1));
        try (SseClient first = server.stream(one);
                SseClient second = server.stream(two);
                SseClient other = server.stream(server.token("bo"))) {
            for (SseClient stream : List.of(first, second, other)) {
                stream.nextComment();
            }
            Response forced = RawClient.once(server, "DELETE", "/api/v1/users/bob/connections/", "", admin);
            assertThat(forced.status()).isEqualTo(200);
            assertThat(forced.body()).isEqualTo("{\"user_id\":\"bob\",\"sessions_revoked\":2,\"streams_closed\":2}");
            for (SseClient stream : List.of(first, second)) {
                assertThat(stream.next())
                        .satisfies(event -> assertThat(event.name()).isEqualTo("message"))
                        .satisfies(event -> assertThat(event.data())
                                .matches("\\{\"type\":\"FORCE_LOGOUT\",\"data\":\\{\"message\":\"[^\"]+\"}}"));
                assertThat(stream.awaitEnd()).isTrue();
            }
            String id = server.publish("bo", "T", "1");
            assertThat(other.next().lastEventId()).isEqualTo(id);
        }
        for (String token : List.of(one, two)) {
            try (SseClient again = server.stream(token)) {
                assertThat(again.status()).isEqualTo(401);
            }
        }
        try (SseClient fresh = server.stream(server.token("bob"))) {
            assertThat(fresh.status()).isEqualTo(200);
        }
    }

    /** A yes of a moment ago is remembered: it must be forgotten before the answer is out. */
    @Test
    void aRevokedTokenIsRefusedAtOnceHoweverRecentlyItWasGood() {
        String body = "{\"user\":\"x\",\"type\":\"T\"}";
        for (int round = 0; round < 100; round++) {
            String publisher = "Authorization: Bearer " + server.scoped("publish");
            assertThat(RawClient.once(server, "POST", "/api/v1/events/", body, publisher)
                            .status())
                    .isEqualTo(200);
            assertThat(RawClient.once(server, "POST", "/api/v1/auth/logout/", "", publisher)
                            .status())
                    .isEqualTo(204);
            assertThat(RawClient.once(server, "POST", "/api/v1/events/", body, publisher)
                            .status())
                    .as("round " + round)
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void isForOperatorsOnly(String method) {
        String path = "/api/v1/users/ann/connections/";
        Response nobody = RawClient.once(server, method, path, "");
        assertThat(nobody.status()).isEqualTo(401);
        Problem.assertIn(nobody);
        Response user = RawClient.once(server, method, path, "", "Authorization: Bearer " + server.token("ann"));
        assertThat(user.status()).isEqualTo(403);
        Problem.assertIn(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%0d%0ab", "%7F"})
    void aUserIdThatIsNoneIs400(String user) {
        for (String method : List.of("GET", "DELETE")) {
            Response answer = RawClient.once(server, method, "/api/v1/users/" + user + "/connections/", "", admin);
            assertThat(answer.status()).isEqualTo(400);
            Problem.assertIn(answer);
        }
    }
}
