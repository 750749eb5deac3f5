package dev.herald.server.log.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.auth.Database;
import dev.herald.auth.Dialect;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.durability.TestDatabase;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogBounds;
import dev.herald.server.log.LogKind;
import dev.herald.server.log.LogRecord;
import dev.herald.server.log.PageLimit;
import dev.herald.server.log.ReadResult;
import dev.herald.server.log.TailListener;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node whose tail is so far behind that retention overtakes it must say so, and not deliver with a silent gap. */
class LaggingNodeIT {
    private static final Topic ANN = Topic.ofUser("ann");
    private static final Topic BOB = Topic.ofUser("bob");
    private static final PageLimit WIDE = new PageLimit(1_000, 1_000_000);
    private static final int KEPT = 10;

    @RegisterExtension
    final TestDatabase testDatabase = new TestDatabase(Dialect.SQLITE);

    @Test
    void sendsItsListenersToTheLogForWhatIsGoneAlready() throws Exception {
        Database database = testDatabase.open();
        Lagging lagging = new Lagging();
        try (SqlEventLog quick = open(database);
                SqlEventLog slow = open(database)) {
            quick.follow((records, end) -> {});
            slow.follow(lagging);
            lagging.reached.await();
            Position start = slow.tail();
            Position bobs = publish(quick, "0", BOB);
            for (int i = 0; i < 5 * KEPT; i++) {
                publish(quick, String.valueOf(i), ANN);
            }
            await().until(() -> quick.read(List.of(ANN), start, WIDE) instanceof ReadResult.Reset);
            lagging.goOn.countDown();
            Position last = publish(quick, "last", ANN);

            await().until(() -> !last.isAfter(slow.tail()));
            assertThat(lagging.missed()).isNotEmpty();
            assertThat(lagging.missed().get(0).after()).isEqualTo(start);
            assertThat(slow.read(List.of(ANN), start, WIDE)).isInstanceOf(ReadResult.Reset.class);
            assertThat(((ReadResult.Page) slow.read(List.of(BOB), start, WIDE)).events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.position()).isEqualTo(bobs));
        }
    }

    private static SqlEventLog open(Database database) {
        LogBounds bounds = LogBounds.wide().perTopic(KEPT, 1_000_000);
        return new SqlEventLog(
                database, UUID.randomUUID().toString(), bounds.config(LogKind.DATABASE), Clock.systemUTC());
    }

    private static Position publish(SqlEventLog log, String data, Topic topic) {
        return log.append(Append.of(new Entry.Publication(new NewEvent(List.of(topic), "message", data))))
                .toCompletableFuture()
                .join();
    }

    /** Stands still at its first tick until it may go on. Thread-safe. */
    private static final class Lagging implements TailListener {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final List<Missed> missed = new ArrayList<>(); // under this

        @Override
        public void advanced(List<LogRecord> records, Position tail) {
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public synchronized void missed(Position after, Position upTo) {
            missed.add(new Missed(after, upTo));
        }

        synchronized List<Missed> missed() {
            return List.copyOf(missed);
        }
    }

    private record Missed(Position after, Position upTo) {}
}
