package dev.herald.auth;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * A pool of connections to the one database that this process has, its tables brought up to date. When the database
 * fails, the call at hand fails with a {@link DatabaseException} and the next call tries anew. Thread-safe.
 */
public final class Database implements AutoCloseable {
    private static final String MIGRATIONS = "dev/herald/auth/db";
    private static final String HISTORY_TABLE = "herald_auth_history";

    private final HikariDataSource pool;
    private final Dialect dialect;
    private final String shownUrl;
    private final Semaphore writers;

    private Database(HikariDataSource pool, Dialect dialect, String shownUrl) {
        this.pool = pool;
        this.dialect = dialect;
        this.shownUrl = shownUrl;
        // SQLite has one writer at a time, and those that wait in it are not served in turn: under load a login would
        // starve.
        this.writers = new Semaphore(dialect == Dialect.SQLITE ? 1 : Integer.MAX_VALUE, true);
    }

    /**
     * Connects, and applies what is missing of the tables for accounts and sessions. Blocks.
     *
     * @throws DatabaseException if the database cannot be reached, written or migrated; its message says what to do
     */
    public static Database open(DatabaseConfig config) {
        Dialect dialect = Dialect.ofUrl(config.url());
        Database database = new Database(connect(config, dialect), dialect, config.shownUrl());
        try {
            database.migrate(MIGRATIONS, HISTORY_TABLE);
        } catch (DatabaseException e) {
            database.close();
            throw e;
        }
        return database;
    }

    private static HikariDataSource connect(DatabaseConfig config, Dialect dialect) {
        try {
            return new HikariDataSource(
                    switch (dialect) {
                        case SQLITE -> SqlitePool.config(config);
                        case POSTGRESQL -> PostgresPool.config(config);
                    });
        } catch (PoolInitializationException | SQLException e) {
            throw new DatabaseException(
                    "cannot connect to " + config.shownUrl() + ": " + rootMessage(e) + "; " + advice(dialect), e);
        }
    }

    private static String advice(Dialect dialect) {
        return switch (dialect) {
            case SQLITE ->
                "check that it is a database, and that its folder, itself and the files beside it may be written";
            case POSTGRESQL -> "check that the database runs, and database.url, database.user, database.password";
        };
    }

    /** For queries of one's own. Every connection is in auto-commit mode, and must be closed. */
    public DataSource dataSource() {
        return pool;
    }

    public Dialect dialect() {
        return dialect;
    }

    /**
     * Applies the {@code V*.sql} files of a folder on the class path that are not applied yet. Each folder has a
     * history table of its own, so that modules can bring their tables without knowing of each other. Nodes that
     * start together wait for each other. Blocks.
     *
     * @throws DatabaseException if one fails; on both databases it has then left nothing behind
     */
    public void migrate(String location, String historyTable) {
        Migrations.apply(this, shownUrl, location, historyTable);
    }

    /**
     * Runs queries, each seeing what is committed when it starts. Blocks, at most 5 s for a connection.
     *
     * @throws DatabaseException if the database fails
     */
    public <T> T read(SqlWork<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Runs one transaction: all of it happens, or it throws and nothing does. Blocks as {@link #read} does, and on
     * SQLite until the writers of this process that came before are done.
     *
     * @throws DatabaseException if the database fails; if it failed while it committed, all of it may have happened
     */
    public <T> T write(SqlWork<T> work) {
        return inTurn(() -> {
            try (Connection connection = pool.getConnection()) {
                return Transaction.run(dialect, connection, work);
            }
        });
    }

    /** For one thread that writes again and again. The caller's to close, before the database. */
    public HeldConnection hold() {
        return new HeldConnection(this);
    }

    /**
     * As {@link #read}, for what must not be inside a transaction, while no other writer of this process is inside one
     * either: on SQLite, where they come one at a time.
     */
    public <T> T betweenWrites(SqlWork<T> work) {
        writers.acquireUninterruptibly();
        try {
            return read(work);
        } finally {
            writers.release();
        }
    }

    <T> T inTurn(Turn<T> turn) {
        writers.acquireUninterruptibly();
        try {
            return turn.run();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            writers.release();
        }
    }

    /** What a writer does when its turn has come. */
    @FunctionalInterface
    interface Turn<T> {
        T run() throws SQLException;
    }

    private DatabaseException failed(SQLException e) {
        return new DatabaseException("the database at " + shownUrl + " failed: " + rootMessage(e), e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    @Override
    public void close() {
        pool.close();
    }
}
