package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.auth.Dialect;
import dev.herald.protocol.SseEvent;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes share one PostgreSQL: what happens on the one is seen on the other, in the same order. */
class TwoNodesIT {
    private static final String EMAIL = "user@example.com";
    private static final int RACES = 5;

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Dialect.POSTGRESQL);

    private TestServer a;
    private TestServer b;

    @BeforeEach
    @SuppressWarnings("NullAway") // set for every test
    void start() {
        a = TestServer.start(defaults -> Nodes.config(database.url()));
        b = TestServer.start(defaults -> Nodes.config(database.url()));
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    @Test
    void publishersOnBothGiveOneOrderOnBoth() {
        try (Load load = Load.on(3, a::port, b::port)) {
            load.publish();
            load.awaitAcknowledged(1_000);
            load.finishAndCheck();
            List<Reader> readers = load.readers();
            for (int i = 0; i < readers.size() / 2; i++) {
                assertThat(readers.get(i).received())
                        .isEqualTo(readers.get(readers.size() / 2 + i).received());
            }
        }
    }

    @Test
    void aStreamMovesToTheOtherNodeAndMissesNothing() {
        String token = a.token("42");
        try (SseClient before = a.stream(token)) {
            a.publish("42", "T", "1");
            assertThat(before.next().data()).contains("1");
            String second = b.publish("42", "T", "2");
            assertThat(before.next().lastEventId()).isEqualTo(second);
            String third = a.publish("42", "T", "3");
            try (SseClient after = b.stream(token, "Last-Event-ID: " + second)) {
                assertThat(after.next().lastEventId()).isEqualTo(third);
            }
        }
    }

    @Test
    void aKeyUsedOnOneNodeAnswersOnTheOther() {
        String token = Nodes.publisherToken();
        List<String> answers = List.of(a, b).stream()
                .map(node -> node.send(node.request("/api/v1/events/", token)
                                .header("Idempotency-Key", "once")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"user\":\"42\",\"type\":\"T\",\"data\":1}")))
                        .body())
                .toList();
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
    }

    @Test
    void aLoginOnOneNodeForcesOutTheStreamsOnTheOther() {
        a.addAccount(EMAIL);
        String old = a.accessToken(EMAIL);
        try (SseClient onA = a.stream(old);
                SseClient onB = b.stream(old)) {
            onB.nextComment();
            onA.nextComment();
            String current = b.accessToken(EMAIL);
            assertForcedOut(onA);
            assertForcedOut(onB);
            assertThat(a.stream(old).status()).isEqualTo(401);
            try (SseClient stands = a.stream(current)) {
                assertThat(stands.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aForcedLogoutOnOneNodeReachesTheOther() {
        String user = a.addAccount(EMAIL);
        String token = a.accessToken(EMAIL);
        try (SseClient onB = b.stream(token)) {
            onB.nextComment();
            assertThat(a.delete("/api/v1/users/" + user + "/connections/", Nodes.adminToken())
                            .statusCode())
                    .isEqualTo(200);
            assertForcedOut(onB);
            assertThat(b.stream(token).status()).isEqualTo(401);
            assertThat(a.stream(token).status()).isEqualTo(401);
        }
    }

    @Test
    void ofTwoLoginsAtOnceExactlyOneStands() {
        a.addAccount(EMAIL);
        for (int race = 0; race < RACES; race++) {
            CompletableFuture<SseClient> one = CompletableFuture.supplyAsync(() -> b.stream(a.accessToken(EMAIL)));
            CompletableFuture<SseClient> other = CompletableFuture.supplyAsync(() -> a.stream(b.accessToken(EMAIL)));
            List<SseClient> streams = List.of(one.join(), other.join());
            try {
                await().until(() -> streams.stream().filter(TwoNodesIT::isOver).count() == 1);
                // Both controls have passed both nodes once an event published after them has.
                a.publish("somebody", "T", "1");
                assertThat(streams.stream().filter(TwoNodesIT::isOver)).hasSize(1);
            } finally {
                streams.forEach(SseClient::close);
            }
        }
    }

    private static boolean isOver(SseClient stream) {
        return stream.status() == 401 || stream.hasEnded();
    }

    private static void assertForcedOut(SseClient stream) {
        SseEvent event = stream.next();
        assertThat(event.name()).isEqualTo("message");
        assertThat(event.data()).contains("FORCE_LOGOUT");
        assertThat(stream.awaitEnd()).isTrue();
    }
}
