package dev.herald.server.log.sql;

import dev.herald.auth.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening thread on PostgreSQL: wakes the tail when any node has appended. When it loses its connection it takes
 * another, after a pause that grows and is never the same on two nodes; the tail's own polling bridges the gap.
 * Thread-safe; {@link #run} is its thread's.
 */
final class Notifications implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int WAIT_MILLIS = 10_000;
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(10);

    private final Database database;
    private final Runnable wake;

    // any thread
    private volatile @Nullable Connection listening;

    Notifications(Database database, Runnable wake) {
        this.database = database;
        this.wake = wake;
    }

    @Override
    public void run() {
        int failures = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long since = System.nanoTime();
                try (Connection connection = database.dataSource().getConnection()) {
                    listening = connection;
                    listen(connection);
                } catch (SQLException e) {
                    boolean lasted = System.nanoTime() - since > BACK_OFF_MAX.toNanos();
                    failures = lasted ? 1 : failures + 1;
                    pause(failures, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only the log's close() interrupts
        }
    }

    /** Ends the wait of a thread that sits in it; to be called after the thread was interrupted. */
    void disconnect() {
        Connection connection = listening;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // then it is gone already
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + LogDialect.CHANNEL);
        }
        wake.run(); // for what came before we listened
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (!Thread.currentThread().isInterrupted()) {
            if (notified.getNotifications(WAIT_MILLIS).length > 0) {
                wake.run();
            }
        }
    }

    private static void pause(int failures, SQLException cause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (failures == 1) {
            LOG.info("msg=\"not notified of appends, will listen again\" cause=\"{}\"", cause.getMessage());
        }
        long longest = Math.min(BACK_OFF_MAX.toMillis(), 100L << Math.min(failures, 10));
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    }
}
