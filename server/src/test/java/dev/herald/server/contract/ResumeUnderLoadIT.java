package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.SseEvent;
import dev.herald.protocol.Topic;
import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Coming back while the user's own events pour in: between what is read and what is handed over nothing may fall. */
class ResumeUnderLoadIT {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Settings.all(Settings.opensPerMinute(1_000), Settings.log(1_000_000, 10_000)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anIdFromTheFutureLosesNothingThatIsPublishedMeanwhile() throws Exception {
        Position first = Position.parse(server.publish("future", "T", "0")).orElseThrow();
        String token = server.token("future");
        String future = first.at(first.offset() + 1_000_000_000).toString();
        NewEvent event = new NewEvent(List.of(Topic.ofUser("future")), "message", "{}");
        AtomicBoolean done = new AtomicBoolean();
        // One event after the other, so that their offsets have no gaps.
        CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                server.server().publish(event).toCompletableFuture().join();
            }
        });
        try {
            for (int round = 0; round < 50; round++) {
                try (SseClient stream = server.stream(token, "Last-Event-ID: " + future)) {
                    SseEvent reset = stream.next();
                    assertThat(reset.name()).isEqualTo("reset");
                    Position from = Position.parse(reset.lastEventId()).orElseThrow();
                    assertThat(stream.next(3))
                            .extracting(SseEvent::lastEventId)
                            .containsExactly(
                                    from.at(from.offset() + 1).toString(),
                                    from.at(from.offset() + 2).toString(),
                                    from.at(from.offset() + 3).toString());
                }
            }
        } finally {
            done.set(true);
            publisher.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void resumesWithoutGapOrDuplicateAgainAndAgain() throws Exception {
        NewEvent event = new NewEvent(List.of(Topic.ofUser("back")), "message", "{}");
        String token = server.token("back");
        Position last = Position.parse(server.publish("back", "T", "0")).orElseThrow();
        AtomicBoolean done = new AtomicBoolean();
        Semaphore ahead = new Semaphore(500); // never further than the log's history reaches back
        CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                ahead.acquireUninterruptibly();
                server.server().publish(event).toCompletableFuture().join();
            }
        });
        try {
            for (int round = 0; round < 50; round++) {
                try (SseClient stream = server.stream(token, "Last-Event-ID: " + last)) {
                    for (SseEvent next : stream.next(20)) {
                        ahead.release();
                        last = last.at(last.offset() + 1);
                        assertThat(next).isEqualTo(new SseEvent(last.toString(), "message", "{}"));
                    }
                }
            }
        } finally {
            done.set(true);
            ahead.release(1_000);
            publisher.get(10, TimeUnit.SECONDS);
        }
    }
}
