package dev.herald.auth;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One of the pool's connections, kept for transactions that follow each other closely, so that what they prepare on it
 * can be kept too: SQLite takes longer to prepare a small transaction than to run it. After a failure, and after
 * {@link #close}, the next transaction takes another. Confined to the thread that writes.
 */
public final class HeldConnection implements AutoCloseable {
    private final Database database;
    private @Nullable Connection connection;

    HeldConnection(Database database) {
        this.database = database;
    }

    /**
     * As {@link Database#write}, on the same connection as the transaction before unless that failed. The work leaves
     * open what it will use again; a failure closes all of it.
     *
     * @throws DatabaseException as {@link Database#write} does
     */
    public <T> T write(SqlWork<T> work) {
        return database.inTurn(() -> {
            Connection held = connection == null ? database.dataSource().getConnection() : connection;
            connection = held;
            boolean committed = false;
            try {
                T result = Transaction.run(database.dialect(), held, work);
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    close();
                }
            }
        });
    }

    /**
     * Gives the connection back, for now: the pool tests it before it gives it to anyone again. To be called when no
     * transaction has come for a while, for an idle connection may be cut without a word.
     */
    @Override
    public void close() {
        Connection held = connection;
        connection = null;
        if (held != null) {
            try {
                held.close();
            } catch (SQLException e) {
                // It is broken beyond that, and the pool has counted it out.
            }
        }
    }
}
