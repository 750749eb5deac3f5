package dev.herald.server.log.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.Database;
import dev.herald.auth.DatabaseConfig;
import dev.herald.auth.DatabaseException;
import dev.herald.auth.Dialect;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.durability.TestDatabase;
import dev.herald.server.log.Append;
import dev.herald.server.log.AppendQueue.Waiting;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogBounds;
import dev.herald.server.log.LogKind;
import dev.herald.server.log.LogRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Positions are given out before they are committed. If another node's later position could be seen first, a reader
 * that has moved on to it would never see the earlier one.
 */
class CommitOrderIT {
    /** A transaction that rests is not ended, however slow the test. */
    private static final String FOR_EVER = "&options=-c%20idle_in_transaction_session_timeout=0";

    private static final Topic ANN = Topic.ofUser("ann");

    @RegisterExtension
    final TestDatabase testDatabase = new TestDatabase(Dialect.POSTGRESQL);

    private final BlockingQueue<Position> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch written = new CountDownLatch(1);
    private final CountDownLatch mayCommit = new CountDownLatch(1);

    @Test
    void aSlowAppenderDoesNotMakeALaterPositionVisibleFirst() throws Exception {
        try (Database slow = Database.open(DatabaseConfig.of(testDatabase.url() + FOR_EVER));
                SqlEventLog log = follow()) {
            CompletableFuture<Position> slowly = CompletableFuture.supplyAsync(() -> appendSlowly(slow));
            written.await();
            CompletableFuture<Position> quickly = append(log);
            // Whoever polls has looked by now, and must not have seen the quick one.
            assertThat(seen.poll(1_500, TimeUnit.MILLISECONDS)).isNull();
            mayCommit.countDown();

            Position first = slowly.get(60, TimeUnit.SECONDS);
            Position second = quickly.get(60, TimeUnit.SECONDS);
            assertThat(second).isGreaterThan(first);
            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo(first);
            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo(second);
        }
    }

    @Test
    void anAppenderThatVanishesInItsTransactionHoldsUpTheOthersForSecondsOnly() throws Exception {
        Database vanished = testDatabase.open();
        try (SqlEventLog log = follow()) {
            CompletableFuture<Position> never = CompletableFuture.supplyAsync(() -> appendSlowly(vanished));
            written.await();
            Position position = append(log).get(20, TimeUnit.SECONDS);
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(position);
            mayCommit.countDown();
            assertThat(never)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(DatabaseException.class);
        }
    }

    private SqlEventLog follow() {
        SqlEventLog log = new SqlEventLog(
                testDatabase.open(), "node", LogBounds.wide().config(LogKind.DATABASE), Clock.systemUTC());
        log.follow((records, end) -> records.stream().map(LogRecord::position).forEach(seen::add));
        return log;
    }

    private static CompletableFuture<Position> append(SqlEventLog log) {
        return log.append(Append.of(event("quick"))).toCompletableFuture();
    }

    /** As another node does, but with a pause before the commit. */
    private Position appendSlowly(Database database) {
        AppendTransaction transaction =
                new AppendTransaction(LogDialect.POSTGRESQL, "another node", Duration.ofMinutes(1), Clock.systemUTC());
        Waiting waiting = new Waiting(Append.of(event("slow")), System.nanoTime(), new CompletableFuture<>());
        return database.write(connection -> {
            Position position =
                    transaction.write(connection, List.of(waiting)).answers().get(0);
            written.countDown();
            try {
                mayCommit.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return position;
        });
    }

    private static Entry event(String text) {
        return new Entry.Publication(new NewEvent(List.of(ANN), "message", "\"" + text + "\""));
    }
}
