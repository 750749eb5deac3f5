package dev.herald.auth;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The bounds of a transaction. On SQLite they are plain statements: the driver's own {@code commit()} begins the next
 * transaction at once, which takes the writer lock again for nothing, and can fail though the commit has not. A
 * transaction there is IMMEDIATE, because one that began by reading cannot always go on to write. Confined to the
 * caller's thread.
 */
final class Transaction {
    private Transaction() {}

    /** Runs {@code work} in a transaction; rolled back if it throws anything. */
    static <T> T run(Dialect dialect, Connection connection, SqlWork<T> work) throws SQLException {
        begin(dialect, connection);
        boolean committed = false;
        try {
            T result = work.run(connection);
            commit(dialect, connection);
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollback(dialect, connection);
            }
        }
    }

    private static void begin(Dialect dialect, Connection connection) throws SQLException {
        switch (dialect) {
            case SQLITE -> execute(connection, "BEGIN IMMEDIATE");
            case POSTGRESQL -> connection.setAutoCommit(false);
        }
    }

    private static void commit(Dialect dialect, Connection connection) throws SQLException {
        switch (dialect) {
            case SQLITE -> execute(connection, "COMMIT");
            case POSTGRESQL -> connection.commit();
        }
    }

    /** What made the transaction fail is what the caller should see, so a failure here gives way to it. */
    private static void rollback(Dialect dialect, Connection connection) {
        try {
            switch (dialect) {
                case SQLITE -> execute(connection, "ROLLBACK");
                case POSTGRESQL -> connection.rollback();
            }
        } catch (SQLException e) {
            abort(connection);
        }
    }

    /** A connection that may be inside a transaction still must not go back to the pool; the pool opens another. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is broken beyond that: the pool finds out when it tests it.
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
