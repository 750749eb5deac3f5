package dev.herald.server.log.sql;

import dev.herald.protocol.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of retention, each inside the caller's transaction. What is gone is recorded in the same, so that a
 * reader below it is told. Immutable.
 */
final class Forgetting {
    /** Topics that one step by count looks at; more would only make the step longer. */
    static final int TOPICS_PER_STEP = 20;

    private static final int ROWS_PER_STEP = 500;
    private static final int ROWS_PER_TOPIC = 100;

    private final LogDialect dialect;

    Forgetting(LogDialect dialect) {
        this.dialect = dialect;
    }

    /** Forgets the oldest records of before the horizon, milliseconds since 1970; whether there are more. */
    boolean byAge(Connection connection, long horizon) throws SQLException {
        dialect.takeTurnToForget(connection);
        long upTo = 0;
        int rows = 0;
        try (PreparedStatement select =
                connection.prepareStatement("SELECT pos, at FROM event_records ORDER BY pos LIMIT ?")) {
            select.setInt(1, ROWS_PER_STEP);
            try (ResultSet row = select.executeQuery()) {
                while (row.next() && row.getLong(2) <= horizon) {
                    upTo = row.getLong(1);
                    rows++;
                }
            }
        }
        if (rows == 0) {
            return false;
        }
        update(connection, "DELETE FROM event_records WHERE pos <= ?", upTo);
        update(connection, "DELETE FROM event_topics WHERE pos <= ?", upTo);
        update(connection, "DELETE FROM event_topic_floors WHERE pos <= ?", upTo); // the log's own covers them
        // Last, for it holds up appenders until the commit, which shows all of this at once.
        update(connection, "UPDATE event_log SET forgotten = ? WHERE forgotten < ?", upTo, upTo);
        return rows == ROWS_PER_STEP;
    }

    /** Forgets one record that nobody will read again. */
    int probe(Connection connection, long position) throws SQLException {
        return update(connection, "DELETE FROM event_records WHERE pos = ?", position);
    }

    /** Forgets idempotency keys of before the horizon; whether there are more. */
    boolean keys(Connection connection, long horizon) throws SQLException {
        return update(
                        connection,
                        "DELETE FROM idempotency_keys WHERE key IN"
                                + " (SELECT key FROM idempotency_keys WHERE at <= ? ORDER BY at LIMIT ?)",
                        horizon,
                        ROWS_PER_STEP)
                == ROWS_PER_STEP;
    }

    /**
     * Forgets the oldest events of each topic beyond its newest {@code eventsMax}.
     *
     * @param topics {@value #TOPICS_PER_STEP} at most
     * @return the topics that have more to forget
     */
    List<Topic> byCount(Connection connection, List<Topic> topics, int eventsMax) throws SQLException {
        dialect.takeTurnToForget(connection);
        List<Topic> more = new ArrayList<>();
        for (Topic topic : topics) {
            long excessEnd = position(connection, topic, Long.MAX_VALUE, "DESC", eventsMax);
            if (excessEnd > 0) {
                long step = position(connection, topic, excessEnd, "ASC", ROWS_PER_TOPIC - 1);
                long upTo = step == 0 ? excessEnd : step;
                forget(connection, topic, upTo);
                if (upTo < excessEnd) {
                    more.add(topic);
                }
            }
        }
        return more;
    }

    private static void forget(Connection connection, Topic topic, long upTo) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("INSERT INTO event_topic_floors (topic, pos) VALUES (?, ?)"
                        + " ON CONFLICT (topic) DO UPDATE SET pos = excluded.pos"
                        + " WHERE excluded.pos > event_topic_floors.pos")) {
            upsert.setString(1, topic.key());
            upsert.setLong(2, upTo);
            upsert.executeUpdate();
        }
        update(connection, "DELETE FROM event_records WHERE topic = ? AND pos <= ?", topic, upTo);
        // An event of several topics stays for the others until its age takes it.
        update(connection, "DELETE FROM event_topics WHERE topic = ? AND pos <= ?", topic, upTo);
    }

    /** The position so many behind the first or before the last up to {@code upTo}; 0 if the topic has not so many. */
    private static long position(Connection connection, Topic topic, long upTo, String order, int skip)
            throws SQLException {
        String sql = "SELECT pos FROM (SELECT pos FROM event_records WHERE topic = ? AND pos <= ?"
                + " UNION ALL SELECT pos FROM event_topics WHERE topic = ? AND pos <= ?) AS held"
                + " ORDER BY pos " + order + " LIMIT 1 OFFSET ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, topic.key());
            select.setLong(2, upTo);
            select.setString(3, topic.key());
            select.setLong(4, upTo);
            select.setInt(5, skip);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static int update(Connection connection, String sql, Topic topic, long upTo) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, topic.key());
            update.setLong(2, upTo);
            return update.executeUpdate();
        }
    }

    private static int update(Connection connection, String sql, long... parameters) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.setLong(i + 1, parameters[i]);
            }
            return update.executeUpdate();
        }
    }
}
