package dev.herald.server.log.sql;

import dev.herald.auth.DatabaseException;
import dev.herald.auth.HeldConnection;
import dev.herald.server.log.AppendQueue;
import dev.herald.server.log.AppendQueue.Waiting;
import dev.herald.server.log.sql.AppendTransaction.Committed;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The append thread: commits whatever waits in one transaction, answers its publishers, hands the batch to this node's
 * tail. A batch that fails fails whole, and all its publishers are told. Thread-safe; {@link #run} is its thread's.
 */
final class Appender implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
    private static final int BATCH_ROWS_MAX = 1_000;
    private static final int BATCH_BYTES_MAX = 4 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String FAILED = "the event log's database failed";

    private final AppendQueue queue;
    private final Consumer<Committed> committed;

    // append thread only
    private final HeldConnection connection;
    private final AppendTransaction transaction;
    private boolean failing;

    /** @param connection the appender's own, to close at its end */
    Appender(
            HeldConnection connection,
            AppendTransaction transaction,
            AppendQueue queue,
            Consumer<Committed> committed) {
        this.connection = connection;
        this.transaction = transaction;
        this.queue = queue;
        this.committed = committed;
    }

    @Override
    public void run() {
        try (connection) {
            while (!Thread.currentThread().isInterrupted()) {
                appendNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only the log's close() interrupts
        }
    }

    private void appendNext() throws InterruptedException {
        try {
            List<Waiting> batch = queue.take(PATIENCE, BATCH_ROWS_MAX, BATCH_BYTES_MAX);
            if (batch.isEmpty()) {
                connection.close(); // the next append would be the first to know that it has died meanwhile
            } else {
                append(batch);
            }
        } catch (RuntimeException | Error e) { // a thread that ended would leave every publisher waiting
            LOG.error("msg=\"append failed\"", e);
        }
    }

    private void append(List<Waiting> batch) {
        try {
            Committed written = connection.write(held -> transaction.write(held, batch));
            committed.accept(written);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(written.answers().get(i));
            }
            regained();
        } catch (DatabaseException e) {
            lost(e);
            batch.forEach(waiting -> waiting.fail(FAILED));
            queue.fail(FAILED); // rather than let each wait for a failure of its own, some seconds apart
        } catch (RuntimeException | Error e) {
            LOG.error("msg=\"append failed\" publishes={}", batch.size(), e);
            batch.forEach(waiting -> waiting.fail(FAILED));
        }
    }

    private void lost(DatabaseException e) {
        if (!failing) {
            LOG.warn("msg=\"event log lost: publishes are refused until it is back\" cause=\"{}\"", e.getMessage());
        }
        failing = true;
    }

    private void regained() {
        if (failing) {
            LOG.info("msg=\"event log regained\"");
        }
        failing = false;
    }
}
