package dev.herald.auth;

import com.zaxxer.hikari.HikariConfig;

/** What the pools of both databases have in common. Immutable. */
final class PoolDefaults {
    private static final long CONNECTION_TIMEOUT_MS = 5_000;

    private PoolDefaults() {}

    static HikariConfig config(DatabaseConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("herald-database");
        pool.setMaximumPoolSize(config.poolSize());
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        // One try: whoever starts the server without its database should hear of it at once.
        pool.setInitializationFailTimeout(1);
        return pool;
    }
}
