package dev.herald.server.log.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.Dialect;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Topic;
import dev.herald.server.durability.TestDatabase;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogBounds;
import dev.herald.server.log.LogKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SQLite's journal under load: left alone it grows for as long as commits follow each other. */
class JournalIT {
    private static final int EVENTS = 80_000; // about 300 MB of journal
    private static final int USERS = 20_000;
    private static final int UNDER_WAY = 5_000;
    private static final long BYTES_MAX = 250L * 1024 * 1024;

    @RegisterExtension
    final TestDatabase testDatabase = new TestDatabase(Dialect.SQLITE);

    @Test
    void staysWithinItsBound() throws Exception {
        Path journal = Path.of(testDatabase.url().substring("jdbc:sqlite:".length()) + "-wal");
        AtomicInteger failed = new AtomicInteger();
        try (SqlEventLog log = new SqlEventLog(
                testDatabase.open(), "node", LogBounds.wide().config(LogKind.DATABASE), Clock.systemUTC())) {
            log.follow((records, end) -> {});
            Semaphore underWay = new Semaphore(UNDER_WAY);
            for (int i = 0; i < EVENTS; i++) {
                underWay.acquire();
                Topic user = Topic.ofUser("user-" + (i * 7_919L) % USERS);
                NewEvent event = new NewEvent(List.of(user), "message", "{\"n\":" + i + "}");
                log.append(Append.of(new Entry.Publication(event))).whenComplete((position, failure) -> {
                    if (failure != null) {
                        failed.incrementAndGet();
                    }
                    underWay.release();
                });
            }
            underWay.acquire(UNDER_WAY);
            assertThat(failed).hasValue(0);
            assertThat(Files.size(journal)).isLessThan(BYTES_MAX);
        }
    }
}
