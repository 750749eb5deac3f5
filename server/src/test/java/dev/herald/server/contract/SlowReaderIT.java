package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that does not read costs its bound and nobody else anything, and loses nothing. */
class SlowReaderIT {
    private static final int WRITE_BUFFER = 64 * 1024;
    private static final int EVENTS = 120; // 3.6 MB: more than sockets absorb, less than the log keeps of a topic
    private static final int EVENT_BYTES = 30_000;
    private static final String DATA = "\"" + "x".repeat(EVENT_BYTES) + "\"";
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void costsItsBoundLeavesOthersAloneAndCatchesUpWhenItReadsAgain() {
        try (TestServer server = server(LONG);
                SseClient quick = server.stream(server.token("ann"));
                SseClient slow = unread(server)) {
            quick.nextComment();
            List<String> ids = new ArrayList<>();
            long most = 0;
            for (int i = 0; i < EVENTS; i++) {
                ids.add(server.publish("ann", "T", DATA));
                assertThat(quick.next().lastEventId()).isEqualTo(ids.get(i));
                most = Math.max(most, mostPending(server));
            }
            assertThat(most).isBetween(WRITE_BUFFER / 2L, (long) WRITE_BUFFER + EVENT_BYTES + 200);
            assertThat(server.metric("herald_streams_fell_behind_total")).isPositive();

            slow.read();
            for (String id : ids) {
                most = Math.max(most, mostPending(server));
                assertThat(slow.next().lastEventId()).isEqualTo(id);
            }
            assertThat(most).isLessThanOrEqualTo(WRITE_BUFFER + EVENT_BYTES + 200);

            // Live again: one more is a frame handed over, not a page read.
            String live = server.publish("ann", "T", "1");
            assertThat(slow.next().lastEventId()).isEqualTo(live);
            assertThat(quick.next().lastEventId()).isEqualTo(live);
            assertThat(slow.unread()).isEmpty();
        }
    }

    @Test
    @Timeout(120)
    void behindForLongerThanTheBoundIsClosedAndResumesWithoutLoss() {
        try (TestServer server = server(Duration.ofMillis(300))) {
            List<String> ids = new ArrayList<>();
            List<String> seen = new ArrayList<>();
            String last;
            try (SseClient slow = unread(server)) {
                for (int i = 0; i < EVENTS; i++) {
                    ids.add(server.publish("ann", "T", DATA));
                }
                Awaitility.await().until(() -> server.server().openStreams() == 0);
                assertThat(server.get("/metrics", null).body())
                        .contains("herald_streams_closed_total{reason=\"too_slow\"} 1.0");
                slow.read();
                assertThat(slow.awaitEnd()).isFalse(); // cut, and can be seen to be: the last chunk is missing
                slow.unread().forEach(event -> seen.add(event.lastEventId()));
                last = slow.lastEventId();
            }
            assertThat(seen).hasSizeLessThan(EVENTS);
            // The bound is as short for a stream that resumes: where that is too slow as well, it resumes again.
            while (seen.size() < EVENTS) {
                try (SseClient back = server.stream(server.token("ann"), "Last-Event-ID: " + last)) {
                    int missing = EVENTS - seen.size();
                    Awaitility.await()
                            .until(() -> back.hasEnded() || back.unread().size() >= missing);
                    back.unread().forEach(event -> seen.add(event.lastEventId()));
                    last = seen.isEmpty() ? last : seen.get(seen.size() - 1);
                }
            }
            assertThat(seen).isEqualTo(ids);
        }
    }

    @Test
    void aSlowReaderThatIsToldToGoIsGoneThoughItNeverReads() {
        try (TestServer server = server(LONG);
                SseClient slow = unread(server)) {
            for (int i = 0; i < EVENTS; i++) {
                server.publish("ann", "T", DATA);
            }
            server.delete("/api/v1/users/ann/connections/", server.scoped("admin"));
            Awaitility.await().until(() -> server.server().openStreams() == 0);
            slow.read();
            slow.awaitEnd();
            assertThat(slow.status()).isEqualTo(200);
        }
    }

    private static TestServer server(Duration behindMax) {
        return TestServer.start(Settings.all(
                Settings.behind(WRITE_BUFFER, behindMax),
                Settings.impatient(Duration.ofSeconds(10), Duration.ofSeconds(60))));
    }

    private static SseClient unread(TestServer server) {
        return SseClient.openUnread(
                server.port(), "/api/v1/auth/sse/notifications/", "Authorization: Bearer " + server.token("ann"));
    }

    private static long mostPending(TestServer server) {
        return server.pendingBytes("ann").stream()
                .mapToLong(bytes -> bytes)
                .max()
                .orElse(0);
    }
}
