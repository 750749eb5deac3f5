package dev.herald.server.log.sql;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Event;
import dev.herald.server.log.PageLimit;
import dev.herald.server.log.ReadResult;
import dev.herald.server.log.ReadResult.Page;
import dev.herald.server.log.ReadResult.Reason;
import dev.herald.server.log.ReadResult.Reset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads pages of history by topic. Immutable. */
final class History {
    /** Both halves are ranges of an index; the second is empty for all but a few topics. */
    private static final String OF_TOPIC = "SELECT pos, name, data FROM event_records"
            + " WHERE topic = ? AND pos > ? AND pos <= ?"
            + " UNION ALL SELECT r.pos, r.name, r.data FROM event_topics t JOIN event_records r ON r.pos = t.pos"
            + " WHERE t.topic = ? AND t.pos > ? AND t.pos <= ?"
            + " ORDER BY 1 LIMIT ?";

    private static final String FLOOR = "SELECT pos FROM event_topic_floors WHERE topic = ?";

    /** Events after the position, in the log's order. The head is read first, so that a page never has a hole. */
    ReadResult read(Connection connection, Collection<Topic> topics, Position after, PageLimit limit)
            throws SQLException {
        Head head = Head.read(connection);
        long lostUpTo = lostUpTo(connection, topics, head);
        if (after.epoch() < head.epoch()) {
            return new Reset(Reason.UNKNOWN_POSITION, head.position().at(lostUpTo));
        }
        if (after.isAfter(head.position())) {
            return new Reset(Reason.UNKNOWN_POSITION, head.position());
        }
        if (after.offset() < lostUpTo) {
            return new Reset(Reason.HISTORY_EXPIRED, head.position().at(lostUpTo));
        }
        return page(connection, topics, after, limit, head.position());
    }

    private static long lostUpTo(Connection connection, Collection<Topic> topics, Head head) throws SQLException {
        long lostUpTo = head.forgotten();
        try (PreparedStatement select = connection.prepareStatement(FLOOR)) {
            for (Topic topic : topics) {
                select.setString(1, topic.key());
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        lostUpTo = Math.max(lostUpTo, row.getLong(1));
                    }
                }
            }
        }
        return lostUpTo;
    }

    /**
     * Merges the topics. Of a topic that has more than the page holds only the first are read, and nothing behind the
     * last of these may be in the page.
     */
    private static Page page(
            Connection connection, Collection<Topic> topics, Position after, PageLimit limit, Position tail)
            throws SQLException {
        TreeMap<Long, Event> events = new TreeMap<>();
        long complete = tail.offset();
        try (PreparedStatement select = connection.prepareStatement(OF_TOPIC)) {
            for (Topic topic : topics) {
                List<Event> some = some(select, topic, after, complete, limit.events());
                some.forEach(event -> events.put(event.position().offset(), event));
                if (some.size() == limit.events()) {
                    complete = some.get(some.size() - 1).position().offset();
                }
            }
        }
        return cut(events.headMap(complete, true), limit, tail.at(complete));
    }

    private static List<Event> some(PreparedStatement select, Topic topic, Position after, long upTo, int eventsMax)
            throws SQLException {
        select.setString(1, topic.key());
        select.setLong(2, after.offset());
        select.setLong(3, upTo);
        select.setString(4, topic.key());
        select.setLong(5, after.offset());
        select.setLong(6, upTo);
        select.setInt(7, eventsMax);
        List<Event> events = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                events.add(new Event(after.at(row.getLong(1)), row.getString(2), row.getString(3)));
            }
        }
        return events;
    }

    private static Page cut(Map<Long, Event> events, PageLimit limit, Position end) {
        List<Event> page = new ArrayList<>();
        int bytes = 0;
        for (Event event : events.values()) {
            bytes += event.data().length();
            if (!page.isEmpty() && (page.size() == limit.events() || bytes > limit.bytes())) {
                return new Page(page, page.get(page.size() - 1).position());
            }
            page.add(event);
        }
        return new Page(page, end);
    }
}
