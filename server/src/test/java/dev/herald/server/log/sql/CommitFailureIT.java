package dev.herald.server.log.sql;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.herald.server.log.LogUnavailableException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Everything in the transaction succeeds, and then its commit does not: whoever was answered before it was told wrong.
 * Killing a node at random hardly ever meets that moment, which is shorter than an answer's way.
 */
class CommitFailureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int APPENDS = 20;

    @RegisterExtension
    final TestDatabase sqlite = new TestDatabase(Dialect.SQLITE);

    @RegisterExtension
    final TestDatabase postgres = new TestDatabase(Dialect.POSTGRESQL);

    @Test
    void nothingOfABatchIsAcknowledgedOrDeliveredOnSqlite() throws Exception {
        tryOn(
                sqlite.open(),
                List.of(
                        "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                        "CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
                        "CREATE TRIGGER refuse AFTER INSERT ON event_records BEGIN INSERT INTO child VALUES (1); END"),
                "DROP TRIGGER refuse");
    }

    @Test
    void nothingOfABatchIsAcknowledgedOrDeliveredOnPostgres() throws Exception {
        tryOn(
                postgres.open(),
                List.of(
                        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                                + " 'BEGIN RAISE EXCEPTION ''no commit''; END'",
                        "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON event_records"
                                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()"),
                "DROP TRIGGER refuse ON event_records");
    }

    private static void tryOn(Database database, List<String> refuseCommits, String allowCommits) throws Exception {
        BlockingQueue<Position> delivered = new LinkedBlockingQueue<>();
        try (SqlEventLog log =
                new SqlEventLog(database, "node", LogBounds.wide().config(LogKind.DATABASE), Clock.systemUTC())) {
            log.follow(
                    (records, end) -> records.stream().map(LogRecord::position).forEach(delivered::add));
            Position start = log.tail();
            refuseCommits.forEach(sql -> execute(database, sql));
            List<CompletableFuture<Position>> refused = IntStream.range(0, APPENDS)
                    .mapToObj(i -> append(log, "k" + i))
                    .toList();
            for (CompletableFuture<Position> answer : refused) {
                assertThat(answer)
                        .failsWithin(PATIENCE)
                        .withThrowableThat()
                        .withCauseInstanceOf(LogUnavailableException.class);
            }
            assertThat(delivered).isEmpty();

            execute(database, allowCommits);
            Position position = append(log, "k0").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(position).isEqualTo(start.at(start.offset() + 1)); // not even a position was used up
            assertThat(delivered.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(position);
        }
    }

    private static CompletableFuture<Position> append(SqlEventLog log, String key) {
        NewEvent event = new NewEvent(List.of(Topic.ofUser("ann")), "message", "1");
        return log.append(new Append(new Entry.Publication(event), key)).toCompletableFuture();
    }

    private static void execute(Database database, String sql) {
        database.read(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
