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
import java.util.Collections;
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

    private static final String BEYOND = "SELECT pos FROM (SELECT pos FROM event_records WHERE topic = ? AND pos > ?"
            + " UNION ALL SELECT pos FROM event_topics WHERE topic = ? AND pos > ?) AS held"
            + " ORDER BY pos DESC LIMIT 1 OFFSET ?";

    private static final String FLOORS =
            "SELECT forgotten FROM event_log UNION ALL SELECT pos FROM event_topic_floors WHERE topic IN (";

    private final int eventsPerTopicMax;

    /** @param eventsPerTopicMax what is beyond counts as gone, whether retention has come by already or not */
    History(int eventsPerTopicMax) {
        this.eventsPerTopicMax = eventsPerTopicMax;
    }

    /**
     * Events after the position, in the log's order. The head is read first: whatever it covers was committed before,
     * so no event up to it can appear later. What was forgotten is asked last: it is recorded before it goes, so no
     * event can have gone unnoticed while the page was read.
     */
    ReadResult read(Connection connection, Collection<Topic> topics, Position after, PageLimit limit)
            throws SQLException {
        Head head = Head.read(connection);
        if (after.epoch() < head.epoch()) {
            Position first = head.position().at(0);
            long lostUpTo = Math.max(lostUpTo(connection, topics), beyondTheBound(connection, topics, first));
            return new Reset(Reason.UNKNOWN_POSITION, first.at(lostUpTo));
        }
        if (after.isAfter(head.position())) {
            return new Reset(Reason.UNKNOWN_POSITION, head.position());
        }
        Page page = page(connection, topics, after, limit, head.position());
        long lostUpTo = lostUpTo(connection, topics);
        if (page.end().compareTo(head.position()) < 0 || page.events().size() > eventsPerTopicMax) {
            lostUpTo = Math.max(lostUpTo, beyondTheBound(connection, topics, after));
        }
        return after.offset() < lostUpTo ? new Reset(Reason.HISTORY_EXPIRED, after.at(lostUpTo)) : page;
    }

    private static long lostUpTo(Connection connection, Collection<Topic> topics) throws SQLException {
        long lostUpTo = 0;
        String marks = String.join(",", Collections.nCopies(topics.size(), "?"));
        try (PreparedStatement select = connection.prepareStatement(FLOORS + marks + ")")) {
            int parameter = 1;
            for (Topic topic : topics) {
                select.setString(parameter++, topic.key());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lostUpTo = Math.max(lostUpTo, row.getLong(1));
                }
            }
        }
        return lostUpTo;
    }

    /** The last event after the position that is one too many of its topic; 0 if none is. */
    private long beyondTheBound(Connection connection, Collection<Topic> topics, Position after) throws SQLException {
        long beyond = 0;
        try (PreparedStatement select = connection.prepareStatement(BEYOND)) {
            for (Topic topic : topics) {
                select.setString(1, topic.key());
                select.setLong(2, after.offset());
                select.setString(3, topic.key());
                select.setLong(4, after.offset());
                select.setInt(5, eventsPerTopicMax);
                try (ResultSet row = select.executeQuery()) {
                    beyond = row.next() ? Math.max(beyond, row.getLong(1)) : beyond;
                }
            }
        }
        return beyond;
    }

    /**
     * Merges the topics. Of a topic that has more than the page holds only the first are read, and nothing behind the
     * last of these may be in the page.
     */
    private static Page page(
            Connection connection, Collection<Topic> topics, Position after, PageLimit limit, Position tail)
            throws SQLException {
        TreeMap<Long, Event> events = new TreeMap<>();
        Position complete = tail;
        try (PreparedStatement select = connection.prepareStatement(OF_TOPIC)) {
            for (Topic topic : topics) {
                Page some = some(select, topic, after, complete, limit);
                some.events().forEach(event -> events.put(event.position().offset(), event));
                complete = some.end();
            }
        }
        return cut(events.headMap(complete.offset(), true), limit, complete);
    }

    /** The first events of one topic, and up to where they are all there are. */
    private static Page some(PreparedStatement select, Topic topic, Position after, Position upTo, PageLimit limit)
            throws SQLException {
        select.setString(1, topic.key());
        select.setLong(2, after.offset());
        select.setLong(3, upTo.offset());
        select.setString(4, topic.key());
        select.setLong(5, after.offset());
        select.setLong(6, upTo.offset());
        select.setInt(7, limit.events());
        List<Event> events = new ArrayList<>();
        int bytes = 0;
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Event event = new Event(after.at(row.getLong(1)), row.getString(2), row.getString(3));
                events.add(event);
                bytes += event.data().length();
                if (events.size() == limit.events() || bytes >= limit.bytes()) {
                    return new Page(events, event.position());
                }
            }
        }
        return new Page(events, upTo);
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
