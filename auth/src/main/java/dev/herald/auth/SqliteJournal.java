package dev.herald.auth;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * Puts a database file into WAL mode. That stands in the file, so every later connection finds it so. Immutable.
 */
final class SqliteJournal {
    private static final int PRIMARY_CODE = 0xff;

    private SqliteJournal() {}

    /**
     * Blocks while others hold a lock on the file, for three times the source's busy timeout at most.
     *
     * @throws SQLException if they hold it for longer, or the file is no database or cannot be written
     */
    static void useWal(SQLiteDataSource source) throws SQLException {
        long patienceNanos = TimeUnit.MILLISECONDS.toNanos(source.getConfig().getBusyTimeout());
        long began = System.nanoTime();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            while (!isWal(statement, System.nanoTime() - began < patienceNanos)) {
                awaitLock(statement);
            }
        }
    }

    /**
     * Nodes that start together on a new file ask for this together. It begins by reading and goes on to write, and
     * there SQLite does not wait for the lock, since two who did would wait for each other: all but one fail at once.
     * Whoever succeeds has done it for all.
     */
    private static boolean isWal(Statement statement, boolean mayFail) throws SQLException {
        try {
            statement.execute("PRAGMA journal_mode=WAL");
            return true;
        } catch (SQLException e) {
            if (!mayFail || (e.getErrorCode() & PRIMARY_CODE) != SQLiteErrorCode.SQLITE_BUSY.code) {
                throw e;
            }
            return false;
        }
    }

    /** A transaction that begins by writing does wait. */
    private static void awaitLock(Statement statement) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("ROLLBACK");
    }
}
