package dev.herald.auth;

import com.zaxxer.hikari.HikariConfig;
import java.sql.DriverManager;
import java.sql.SQLException;

/** How connections to PostgreSQL are made. What the URL says goes before what is said here. Immutable. */
final class PostgresPool {
    private static final int IDLE_TRANSACTION_MS = 5_000;

    private PostgresPool() {}

    static HikariConfig config(DatabaseConfig config) {
        requireValid(config.url());
        HikariConfig pool = PoolDefaults.config(config);
        pool.setJdbcUrl(config.url());
        pool.setUsername(config.user());
        pool.setPassword(config.password());
        pool.addDataSourceProperty("ApplicationName", "herald");
        pool.addDataSourceProperty("connectTimeout", "5");
        // A server that vanished without a word must not hold a thread for ever.
        pool.addDataSourceProperty("socketTimeout", "30");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // A node that vanished inside a transaction would keep its locks until TCP notices, which takes hours, and the
        // appends of every other node wait for one of them.
        pool.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=" + IDLE_TRANSACTION_MS);
        // A batch of inserts in one statement: half the time for the event log's appends.
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        return pool;
    }

    /**
     * Asks the driver itself; its answer does not repeat the URL, which may have the password anywhere. Only in front of
     * the host it must not be: the driver takes that for a part of the host's name, and says that it does not know it.
     */
    private static void requireValid(String url) {
        if (url.replaceFirst("\\?.*", "").contains("@")) {
            throw new DatabaseException(
                    "database.url has a user or a password in front of the host; set database.user and"
                            + " database.password instead",
                    null);
        }
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw new DatabaseException("database.url is jdbc:postgresql://HOST[:PORT]/DATABASE[?NAME=VALUE...]", e);
        }
    }
}
