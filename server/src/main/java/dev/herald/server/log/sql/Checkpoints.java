package dev.herald.server.log.sql;

import dev.herald.auth.Database;
import dev.herald.auth.DatabaseException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite's journal thread: moves what was committed from the journal into the file while commits go on. Without it a
 * commit would have to, and all that wait for that commit with it.
 *
 * <p>The journal begins anew only if a commit finds everything moved, which under load never happens by itself. So once
 * it is long, the rest, which is little by then, is moved while no writer is at work. Thread-safe; {@link #run} is its
 * thread's.
 */
final class Checkpoints implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Appends after which the pause is cut short: commits wait for the disk behind what is moved at once. */
    private static final int APPENDS = 1_000;

    private static final int LONG_JOURNAL_PAGES = 8_000; // 32 MB

    private final IntSupplier move;
    private final Runnable moveBetweenWrites;

    // any thread
    private final AtomicInteger appended = new AtomicInteger();
    private final Semaphore enough = new Semaphore(0);

    // journal thread only
    private boolean failing;

    /** Each moves what it can: one beside the writers, telling the journal's length in pages, the other without them. */
    Checkpoints(IntSupplier move, Runnable moveBetweenWrites) {
        this.move = move;
        this.moveBetweenWrites = moveBetweenWrites;
    }

    static Checkpoints of(Database database) {
        return new Checkpoints(() -> database.read(Checkpoints::move), () -> database.betweenWrites(Checkpoints::move));
    }

    /** Counts what was committed. */
    void appended(int records) {
        int now = appended.addAndGet(records);
        if (now >= APPENDS && now - records < APPENDS) {
            enough.release();
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (enough.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    enough.drainPermits();
                }
                appended.set(0);
                checkpoint();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only the log's close() interrupts
        }
    }

    private void checkpoint() {
        try {
            if (move.getAsInt() > LONG_JOURNAL_PAGES) {
                moveBetweenWrites.run();
            }
            failing = false;
        } catch (DatabaseException e) {
            if (!failing) {
                LOG.warn("msg=\"journal not moved, will try again\" cause=\"{}\"", e.getMessage());
            }
            failing = true;
        } catch (RuntimeException | Error e) { // a thread that ended would let the journal grow until commits wait
            LOG.error("msg=\"journal not moved, will try again\"", e);
        }
    }

    /** Moves what no reader stands in the way of, and waits for none; the journal's length in pages. */
    private static int move(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            return row.next() ? row.getInt(2) : 0;
        }
    }
}
