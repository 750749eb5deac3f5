package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.auth.Dialect;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.SseEvent;
import dev.herald.protocol.Topic;
import dev.herald.server.HeraldConfig;
import dev.herald.server.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * After a network has come back, everyone returns at once and has missed a hundred events. More of them:
 * {@code -Dherald.herd.streams=N}, with twice as many files allowed to be open.
 */
class HerdIT {
    private static final int STREAMS = Integer.getInteger("herald.herd.streams", 2_000);
    private static final int MISSED = 100;
    private static final int UNDER_WAY_MAX = 5_000;
    private static final int RECENT_EVENTS_MAX = 200_000;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Dialect.SQLITE);

    private final AtomicInteger received = new AtomicInteger();

    @Test
    void everyoneIsServedWhatTheyMissed() throws Exception {
        HeraldConfig config = Nodes.config(database.url());
        try (TestServer server = TestServer.start(defaults -> config)) {
            String before = server.publish("somebody", "T", "0");
            publishAll(server);
            if (STREAMS * MISSED <= RECENT_EVENTS_MAX) {
                hideEvents(); // they are all in memory still: whoever needed the database would wait in vain
            }
            List<Missed> missed = new ArrayList<>();
            long began = System.nanoTime();
            try (Crowd crowd = new Crowd(server.port())) {
                for (int i = 0; i < STREAMS; i++) {
                    Missed one = new Missed();
                    missed.add(one);
                    crowd.open("u" + i, before, one::received);
                }
                await().atMost(DEADLINE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> received.get() >= STREAMS * MISSED);
                double seconds = (System.nanoTime() - began) / 1e9;
                System.out.printf("%,d streams had %d missed events each within %.1f s%n", STREAMS, MISSED, seconds);
                assertThat(replayThreads()).isLessThanOrEqualTo(config.stream().replaysMax());
                assertThat(crowd.ended()).isZero();
            }
            assertThat(received).hasValue(STREAMS * MISSED);
            assertThat(missed).allSatisfy(one -> assertThat(one.fault).isEmpty());
        }
    }

    private static void publishAll(TestServer server) throws InterruptedException {
        Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
        AtomicInteger failed = new AtomicInteger();
        for (int n = 0; n < MISSED; n++) {
            for (int i = 0; i < STREAMS; i++) {
                underWay.acquire();
                String data = "{\"type\":\"T\",\"data\":" + n + "}";
                server.server()
                        .publish(new NewEvent(List.of(Topic.ofUser("u" + i)), "message", data))
                        .whenComplete((position, failure) -> {
                            underWay.release();
                            if (failure != null) {
                                failed.incrementAndGet();
                            }
                        });
            }
        }
        underWay.acquire(UNDER_WAY_MAX);
        assertThat(failed).hasValue(0);
        // An event that goes all the way through shows that those before it have come to this node's memory.
        await().atMost(DEADLINE).until(() -> server.get("/health/ready", null).statusCode() == 200);
    }

    private void hideEvents() throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE event_records RENAME TO hidden");
        }
    }

    private static long replayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("herald-replay"))
                .count();
    }

    /** What one stream missed, as it comes. Confined to the crowd's thread, until that has ended. */
    private final class Missed {
        private Position last = new Position(0, 0);
        private int next;
        private String fault = "";

        void received(SseEvent event) {
            if (event.name().equals("heartbeat")) {
                return;
            }
            Position position = Position.parse(event.lastEventId()).orElseThrow();
            if (!event.data().equals("{\"type\":\"T\",\"data\":" + next + "}") || !position.isAfter(last)) {
                fault = "instead of event " + next + " after " + last + ": " + event;
            }
            last = position;
            next++;
            received.incrementAndGet();
        }
    }
}
