package dev.herald.server.log.sql;

import dev.herald.protocol.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The log's one row about itself. Immutable.
 *
 * @param epoch set when the log was created
 * @param tail offset of the last record
 * @param forgotten every event up to this offset is gone by age
 */
record Head(long epoch, long tail, long forgotten) {
    private static final String ADVANCE = "UPDATE event_log SET tail = tail + ? RETURNING epoch, tail, forgotten";

    /** Creates the row, if it is not there. Two nodes that start together on a new database agree on one. */
    static void create(Connection connection, long epoch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO event_log (id, epoch, tail, forgotten) VALUES (1, ?, 0, 0) ON CONFLICT (id) DO NOTHING")) {
            insert.setLong(1, epoch);
            insert.executeUpdate();
        }
    }

    static Head read(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT epoch, tail, forgotten FROM event_log");
                ResultSet row = select.executeQuery()) {
            return of(row);
        }
    }

    /**
     * Takes the next positions. The row stays locked until the transaction ends, so the next taker gets its positions
     * after this one's are committed, or has them back if they are not.
     *
     * @return the head with its new tail; the positions taken are the last {@code count} up to it
     */
    static Head advance(Prepared prepared, int count) throws SQLException {
        PreparedStatement update = prepared.statement(ADVANCE);
        update.setLong(1, count);
        try (ResultSet row = update.executeQuery()) {
            return of(row);
        }
    }

    private static Head of(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new SQLException("the table event_log has lost its row");
        }
        return new Head(row.getLong(1), row.getLong(2), row.getLong(3));
    }

    Position position() {
        return new Position(epoch, tail);
    }
}
