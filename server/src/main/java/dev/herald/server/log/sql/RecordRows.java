package dev.herald.server.log.sql;

import dev.herald.protocol.Position;
import dev.herald.server.log.LogRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads records in the order of their positions, whoever appended them. Immutable. */
final class RecordRows {
    private final InstantSource clock;

    RecordRows(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The records after a position. The head is read first: whatever it covers was committed before, so no record up to
     * it can appear later.
     */
    Step after(Connection connection, Position position, int rowsMax) throws SQLException {
        Head head = Head.read(connection);
        if (!head.position().isAfter(position)) {
            return new Step(List.of(), position, More.NO, Whole.YES);
        }
        List<LogRecord> records = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT pos, at, kind, topic, topics, name, data"
                + " FROM event_records WHERE pos > ? AND pos <= ? ORDER BY pos LIMIT ?")) {
            select.setLong(1, position.offset());
            select.setLong(2, head.tail());
            select.setInt(3, rowsMax);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    records.add(logged(row, position));
                }
            }
        }
        Whole whole = hasForgottenAfter(connection, position) ? Whole.PERHAPS_NOT : Whole.YES;
        return records.size() == rowsMax
                ? new Step(records, records.get(rowsMax - 1).position(), More.YES, whole)
                : new Step(records, head.position(), More.NO, whole);
    }

    /** Asked after the records were read: what is gone was recorded before it went. */
    private static boolean hasForgottenAfter(Connection connection, Position position) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT 1 FROM event_log WHERE forgotten > ?"
                + " OR EXISTS (SELECT 1 FROM event_topic_floors WHERE pos > ?)")) {
            select.setLong(1, position.offset());
            select.setLong(2, position.offset());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private LogRecord logged(ResultSet row, Position position) throws SQLException {
        StoredEntry stored =
                new StoredEntry(row.getInt(3), row.getString(4), row.getString(5), row.getString(6), row.getString(7));
        long ageMillis = Math.max(0, clock.millis() - row.getLong(2)); // another node's clock may be ahead
        long appendedNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ageMillis);
        return new LogRecord(position.at(row.getLong(1)), stored.entry(), appendedNanos);
    }

    /** Some records, the position that they bring a reader to, whether there are more, and whether they are all. */
    record Step(List<LogRecord> records, Position end, More more, Whole whole) {}

    enum More {
        YES,
        NO
    }

    /** Whether retention may have been quicker than this reader. */
    enum Whole {
        YES,
        PERHAPS_NOT
    }
}
