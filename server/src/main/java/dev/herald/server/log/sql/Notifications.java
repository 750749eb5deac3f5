package dev.herald.server.log.sql;

import dev.herald.auth.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening thread on PostgreSQL: wakes the tail when any node has appended. When it loses its connection it takes
 * another, after a pause that grows and is never the same on two nodes; the tail's own polling bridges the gap.
 * Confined to its thread.
 */
final class Notifications implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int WAIT_MILLIS = 250; // so that it ends soon when it is told to
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);
    private static final int VALID_SECONDS = 5;
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(10);

    private final Database database;
    private final String node;
    private final Runnable wake;

    /** @param node this node's name: its own appends wake nobody here */
    Notifications(Database database, String node, Runnable wake) {
        this.database = database;
        this.node = node;
        this.wake = wake;
    }

    @Override
    public void run() {
        int failures = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long since = System.nanoTime();
                try (Connection connection = database.dataSource().getConnection()) {
                    listen(connection);
                } catch (SQLException | RuntimeException e) {
                    boolean lasted = System.nanoTime() - since > BACK_OFF_MAX.toNanos();
                    failures = lasted ? 1 : failures + 1;
                    pause(failures, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only the log's close() interrupts
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + LogDialect.CHANNEL);
        }
        wake.run(); // for what came before we listened
        PGConnection notified = connection.unwrap(PGConnection.class);
        long heard = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            PGNotification[] notifications = notified.getNotifications(WAIT_MILLIS);
            if (Arrays.stream(notifications).anyMatch(one -> !one.getParameter().equals(node))) {
                wake.run();
            }
            if (notifications.length > 0) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > SILENCE_MAX.toNanos()) {
                requireValid(connection); // a connection that has died without a word is as silent as an idle log
                heard = System.nanoTime();
            }
        }
    }

    private static void requireValid(Connection connection) throws SQLException {
        if (!connection.isValid(VALID_SECONDS)) {
            throw new SQLException("the connection no longer answers");
        }
    }

    private static void pause(int failures, Exception cause) throws InterruptedException {
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
