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
        void wakeOthers(Connection connection) {}

        @Override
        boolean mayForget(Connection connection) {
            return true;
        }
    },
    POSTGRESQL("dev/herald/server/log/sql/postgresql") {
        @Override
        void wakeOthers(Connection connection) throws SQLException {
            execute(connection, "NOTIFY " + CHANNEL); // sent by the commit, not before
        }

        @Override
        boolean mayForget(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + FORGETTING_LOCK + ")")) {
                return row.next() && row.getBoolean(1);
            }
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

    /** Inside an append's transaction: tells other nodes, once it has committed. */
    abstract void wakeOthers(Connection connection) throws SQLException;

    /** Inside a transaction: whether this node may forget old events now; one node does at a time. */
    abstract boolean mayForget(Connection connection) throws SQLException;

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
