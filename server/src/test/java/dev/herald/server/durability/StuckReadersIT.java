package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.auth.Dialect;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.SseEvent;
import dev.herald.protocol.Topic;
import dev.herald.server.Altered;
import dev.herald.server.HeraldConfig;
import dev.herald.server.TestServer;
import dev.herald.server.stream.StreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A hundred of a thousand readers take nothing while events of 4 KB come for all: the others have them all the same, while
 * those are stuck still, and what the stuck ones cost has a bound. For longer: {@code -Dherald.stuck.seconds=N}.
 */
class StuckReadersIT {
    private static final int READERS = 1_000;
    private static final int STUCK = 100;
    private static final int EVENTS_PER_SECOND = 15;
    private static final int SECONDS = Integer.getInteger("herald.stuck.seconds", 8);
    private static final String FILL = "x".repeat(4_000);

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Dialect.SQLITE);

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    @Test
    void costTheirBoundAndNobodyElseAnything() {
        HeraldConfig config = config();
        try (TestServer server = TestServer.start(defaults -> config);
                Crowd crowd = new Crowd(server.port())) {
            for (int i = 0; i < READERS - STUCK; i++) {
                crowd.open("reader" + i, null, this::received);
            }
            IntStream.range(0, STUCK).forEach(i -> crowd.openStuck("stuck" + i));
            crowd.awaitBegun(READERS - STUCK);
            await().until(() -> server.server().openStreams() == READERS);

            int events = SECONDS * EVENTS_PER_SECOND;
            long began = System.nanoTime();
            long most = 0;
            for (int i = 0; i < events; i++) {
                LockSupport.parkNanos(began + i * 1_000_000_000L / EVENTS_PER_SECOND - System.nanoTime());
                String data = "{\"type\":\"T\",\"data\":\"" + System.nanoTime() + " " + FILL + "\"}";
                server.server().publish(new NewEvent(List.of(Topic.BROADCAST), "message", data));
                if (i % EVENTS_PER_SECOND == 0) {
                    most = Math.max(most, mostPending(server));
                }
            }
            int expected = events * (READERS - STUCK);
            await().atMost(Duration.ofSeconds(60)).until(() -> nanos.size() >= expected);
            most = Math.max(most, mostPending(server));

            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.printf(
                    "%,d deliveries: p50 %.1f ms, p99 %.1f ms, most %.1f ms; at most %,d bytes wait for a stuck reader%n",
                    sorted.length, millis(sorted, 0.5), millis(sorted, 0.99), millis(sorted, 1), most);
            assertThat(sorted).hasSize(expected);
            assertThat(crowd.ended()).isZero();
            // Up to its mark, and what took it across: one event, or one page of the log.
            int mark = config.stream().writeBufferBytes();
            assertThat(most).isPositive().isLessThan(2L * mark + 2 * FILL.length());
        }
    }

    private HeraldConfig config() {
        HeraldConfig config = Nodes.config(database.url());
        return config.with(Altered.from(config.stream())
                .with(StreamConfig::behindMax, Duration.ofHours(1)) // stuck for as long as the test likes
                .record());
    }

    private void received(SseEvent event) {
        int at = event.data().indexOf("\"data\":\"");
        if (at > 0) {
            long sent =
                    Long.parseLong(event.data().substring(at + 8, event.data().indexOf(' ', at)));
            nanos.add(System.nanoTime() - sent);
        }
    }

    private static long mostPending(TestServer server) {
        return IntStream.range(0, STUCK)
                .mapToObj(i -> server.pendingBytes("stuck" + i))
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))] / 1e6;
    }
}
