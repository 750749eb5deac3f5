package dev.herald.server.log.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * What was prepared on a connection, kept open until the connection is closed. Not for SQL of which there may be any
 * number. Confined to the thread that has the connection.
 */
final class Prepared {
    private final Connection connection;
    private final Map<String, PreparedStatement> bySql = new HashMap<>();

    Prepared(Connection connection) {
        this.connection = connection;
    }

    boolean isOn(Connection other) {
        return connection == other;
    }

    /** The statement, with the parameters of its last use; whoever executes it closes the result. */
    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = bySql.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            bySql.put(sql, statement);
        }
        return statement;
    }
}
