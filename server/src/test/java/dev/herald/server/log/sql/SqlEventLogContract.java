package dev.herald.server.log.sql;

import static org.awaitility.Awaitility.await;

import dev.herald.auth.Dialect;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.durability.TestDatabase;
import dev.herald.server.log.Append;
import dev.herald.server.log.EventLog;
import dev.herald.server.log.EventLogContract;
import dev.herald.server.log.LogBounds;
import dev.herald.server.log.LogKind;
import dev.herald.server.log.PageLimit;
import dev.herald.server.log.ReadResult;
import dev.herald.server.log.TailListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, for the log in a database: what it does by steps or not at all is said here. */
abstract class SqlEventLogContract extends EventLogContract {
    @RegisterExtension
    final TestDatabase testDatabase;

    SqlEventLogContract(Dialect dialect) {
        this.testDatabase = new TestDatabase(dialect);
    }

    @Override
    protected EventLog open(LogBounds bounds, InstantSource clock) {
        return new Settled(new SqlEventLog(
                testDatabase.open(), UUID.randomUUID().toString(), bounds.config(LogKind.DATABASE), clock));
    }

    /** It takes nothing from its queue before it is followed. */
    @Override
    protected void whileStalled(EventLog log, Runnable work) {
        work.run();
    }

    @Override
    protected boolean boundsInAll() {
        return false;
    }

    @Override
    protected boolean boundsIdempotencyKeys() {
        return false;
    }

    @Override
    protected boolean boundsBytesOfATopic() {
        return false;
    }

    /**
     * A read ends where this node's tail stands, which may be a moment behind an answer, as on another node it always
     * may. Here whoever looks waits for that moment. Thread-safe.
     */
    private static final class Settled implements EventLog {
        private final EventLog log;
        private final AtomicReference<Position> answered;

        Settled(EventLog log) {
            this.log = log;
            this.answered = new AtomicReference<>(log.tail());
        }

        @Override
        public CompletionStage<Position> append(Append append) {
            return log.append(append).whenComplete((position, failure) -> {
                if (position != null) {
                    answered.accumulateAndGet(position, (one, other) -> one.isAfter(other) ? one : other);
                }
            });
        }

        @Override
        public ReadResult read(Collection<Topic> topics, Position after, PageLimit limit) {
            settle();
            return log.read(topics, after, limit);
        }

        @Override
        public Position tail() {
            settle();
            return log.tail();
        }

        private void settle() {
            Position expected = answered.get();
            await().pollInterval(Duration.ofMillis(1)).until(() -> !expected.isAfter(log.tail()));
        }

        @Override
        public void follow(TailListener listener) {
            log.follow(listener);
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
