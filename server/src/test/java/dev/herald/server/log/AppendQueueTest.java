package dev.herald.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AppendQueueTest {
    private static final int EVENT_BYTES = 64 * 1024;
    private static final int FULL = (int) (AppendQueue.BYTES_MAX / EVENT_BYTES);

    private final AppendQueue queue = new AppendQueue(2 * FULL);

    @Test
    void boundsTheBytesThatWaitAsWellAsTheirNumber() throws InterruptedException {
        for (int i = 0; i < FULL; i++) {
            assertThat(offer(great())).isNotDone();
        }
        assertThat(offer(great())).isCompletedExceptionally();
        queue.take(Duration.ZERO, 1, Integer.MAX_VALUE);
        assertThat(offer(great())).isNotDone();
        assertThat(offer(great())).isCompletedExceptionally();
    }

    @Test
    void leavesRoomForControlsWherePublishesHaveNone() {
        for (int i = 0; i < 2 * FULL; i++) {
            assertThat(offer(small())).isNotDone();
        }
        assertThat(offer(small())).isCompletedExceptionally();
        assertThat(offer(new Entry.SessionStarted("ann", "jti", 1))).isNotDone();
    }

    @Test
    void whatWasFailedWaitsNoLonger() {
        for (int i = 0; i < FULL; i++) {
            offer(great());
        }
        queue.fail("the database is away");
        assertThat(offer(great())).isNotDone();
    }

    private CompletableFuture<Position> offer(Entry entry) {
        return queue.offer(Append.of(entry)).toCompletableFuture();
    }

    private static Entry great() {
        return event("\"" + "x".repeat(EVENT_BYTES - 2) + "\"");
    }

    private static Entry small() {
        return event("1");
    }

    private static Entry event(String data) {
        return new Entry.Publication(new NewEvent(List.of(Topic.ofUser("ann")), "message", data));
    }
}
