package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.auth.Database;
import dev.herald.auth.Dialect;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.PageLimit;
import dev.herald.server.log.ReadResult;
import dev.herald.server.log.sql.SqlEventLog;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Retention beside appends at full speed: it keeps up, they do not wait for it, and readers below it are told. */
abstract class RetentionContract {
    private static final int KEPT = 50;
    private static final int UNDER_WAY_MAX = 2_000;
    private static final Duration LOAD = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final PageLimit PAGE = new PageLimit(10, 100_000);

    @RegisterExtension
    final TestDatabase testDatabase;

    private final List<Topic> topics =
            IntStream.range(0, 500).mapToObj(i -> Topic.ofUser("u" + i)).toList();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();

    RetentionContract(Dialect dialect) {
        this.testDatabase = new TestDatabase(dialect);
    }

    @Test
    void byCountKeepsUpWithoutStallingAppends() throws Exception {
        Database database = testDatabase.open();
        try (SqlEventLog log = new SqlEventLog(
                database, "node", Nodes.log(Duration.ofHours(1), KEPT, Duration.ofSeconds(1)), Clock.systemUTC())) {
            log.follow((records, end) -> {});
            Position start = log.tail();
            appendAtFullSpeed(log, "count");
            int most = KEPT + KEPT / 10;
            await().atMost(DEADLINE).until(() -> count(database, "event_records") <= (long) most * topics.size());
            assertThat(count(database, "event_records")).isGreaterThanOrEqualTo((long) KEPT * topics.size());
            assertExpired(log, start);
            await().atMost(DEADLINE).until(() -> count(database, "idempotency_keys") == 0);
        }
    }

    @Test
    void byAgeKeepsUpWithoutStallingAppends() throws Exception {
        Database database = testDatabase.open();
        try (SqlEventLog log = new SqlEventLog(
                database,
                "node",
                Nodes.log(Duration.ofSeconds(1), 1_000_000, Duration.ofSeconds(1)),
                Clock.systemUTC())) {
            log.follow((records, end) -> {});
            Position start = log.tail();
            appendAtFullSpeed(log, "age");
            await().atMost(DEADLINE).until(() -> count(database, "event_records") == 0);
            assertThat(count(database, "event_topics")).isZero();
            assertThat(count(database, "event_topic_floors")).isZero();
            assertExpired(log, start);
        }
    }

    private void assertExpired(SqlEventLog log, Position start) {
        assertThat(log.read(topics.subList(0, 1), start, PAGE))
                .isInstanceOfSatisfying(ReadResult.Reset.class, reset -> {
                    assertThat(reset.reason()).isEqualTo(ReadResult.Reason.HISTORY_EXPIRED);
                    assertThat(log.read(topics.subList(0, 1), reset.resumeAfter(), PAGE))
                            .isInstanceOf(ReadResult.Page.class);
                });
    }

    /** For {@link #LOAD} at least, and until there is twice what retention by count keeps. */
    private void appendAtFullSpeed(SqlEventLog log, String kind) throws InterruptedException {
        Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
        int enough = 2 * KEPT * topics.size();
        long start = System.nanoTime();
        for (int i = 0; i < enough || System.nanoTime() - start < LOAD.toNanos(); i++) {
            awaitAnswers(underWay, 1);
            long began = System.nanoTime();
            log.append(append(i)).whenComplete((position, failure) -> {
                underWay.release();
                (failure == null ? acknowledged : failed).incrementAndGet();
                slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
            });
        }
        awaitAnswers(underWay, UNDER_WAY_MAX);
        System.out.printf(
                "by %s: %,.0f appends/s, the slowest %.0f ms%n",
                kind, acknowledged.get() / ((System.nanoTime() - start) / 1e9), slowestNanos.get() / 1e6);
        assertThat(failed).hasValue(0);
    }

    private static void awaitAnswers(Semaphore underWay, int count) throws InterruptedException {
        assertThat(underWay.tryAcquire(count, DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .as("appends are answered")
                .isTrue();
    }

    /** One in fifty has a key. */
    private Append append(int i) {
        Topic topic = topics.get(i % topics.size());
        return new Append(
                new Entry.Publication(new NewEvent(List.of(topic), "message", "{\"n\":" + i + "}")),
                i % 50 == 0 ? "key" + i : null);
    }

    private static long count(Database database, String table) {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
