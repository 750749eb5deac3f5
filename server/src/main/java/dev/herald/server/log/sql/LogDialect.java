package dev.herald.server.log.sql;

import dev.herald.auth.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Where the two databases differ for the log. Immutable. */
enum LogDialect {
    /** One process has the file, so nobody else needs to be woken or kept from anything. */
    SQLITE("dev/herald/server/log/sql/sqlite") {
        @Override
        void wakeOthers(Connection connection, String node) {}

        @Override
        void takeTurnToForget(Connection connection) {}
    },
    POSTGRESQL("dev/herald/server/log/sql/postgresql") {
        @Override
        void wakeOthers(Connection connection, String node) throws SQLException {
            execute(connection, "NOTIFY " + CHANNEL + ", '" + node + "'"); // sent by the commit, not before
        }

        @Override
        void takeTurnToForget(Connection connection) throws SQLException {
            execute(connection, "SELECT pg_advisory_xact_lock(" + FORGETTING_LOCK + ")");
        }
    };

    /** The channel on which a node tells the others that the log has grown. */
    static final String CHANNEL = "herald_log";

    private static final long FORGETTING_LOCK = 0x4865_7261_6C64L; // "Herald"

    private final String migrations;

    LogDialect(String migrations) {
        this.migrations = migrations;
    }

    static LogDialect of(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> SQLITE;
            case POSTGRESQL -> POSTGRESQL;
        };
    }

    String migrations() {
        return migrations;
    }

    /** Inside an append's transaction: tells other nodes, once it has committed, that this one has appended. */
    abstract void wakeOthers(Connection connection, String node) throws SQLException;

    /** Inside a transaction: waits until no other node forgets; they would meet on the same rows. */
    abstract void takeTurnToForget(Connection connection) throws SQLException;

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
