package dev.herald.server.log.sql;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.AppendQueue.Waiting;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one group commit does: positions first, which serialises appenders, then keys, then rows. What it prepares is
 * left open for the next on the same connection. Confined to the append thread.
 */
final class AppendTransaction {
    private static final String INSERT_RECORD =
            "INSERT INTO event_records" + " (pos, at, kind, topic, topics, name, data) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private static final String INSERT_TOPIC = "INSERT INTO event_topics (topic, pos) VALUES (?, ?)";

    /** One that is there already is past its window, and not yet forgotten. */
    private static final String INSERT_KEY = "INSERT INTO idempotency_keys (key, pos, at) VALUES (?, ?, ?)"
            + " ON CONFLICT (key) DO UPDATE SET pos = excluded.pos, at = excluded.at";

    private final LogDialect dialect;
    private final String node;
    private final Duration idempotencyWindow;
    private final InstantSource clock;
    private @Nullable Prepared prepared;

    /** @param node names this node among those that share the log */
    AppendTransaction(LogDialect dialect, String node, Duration idempotencyWindow, InstantSource clock) {
        this.dialect = dialect;
        this.node = node;
        this.idempotencyWindow = idempotencyWindow;
        this.clock = clock;
    }

    /** Writes the batch inside the caller's transaction. Repeats of a known key take no row; their positions are gaps. */
    Committed write(Connection connection, List<Waiting> batch) throws SQLException {
        Prepared prepared = preparedOn(connection);
        Head head = Head.advance(prepared, batch.size());
        long first = head.tail() - batch.size() + 1;
        long now = clock.millis();
        Map<String, Long> known = knownKeys(prepared, batch, now - idempotencyWindow.toMillis());
        List<Position> answers = new ArrayList<>(batch.size());
        List<LogRecord> records = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Waiting waiting = batch.get(i);
            Position position = head.position().at(first + i);
            @Nullable String key = waiting.append().idempotencyKey();
            Long answered = key == null ? null : known.putIfAbsent(key, position.offset());
            if (answered == null) {
                records.add(new LogRecord(position, waiting.append().entry(), waiting.sinceNanos()));
                answers.add(position);
            } else {
                answers.add(position.at(answered));
            }
        }
        insertRecords(prepared, records, now);
        insertTopics(prepared, records);
        insertKeys(prepared, batch, answers, first, now);
        dialect.wakeOthers(connection, node);
        return new Committed(first, head.position(), records, answers);
    }

    private Prepared preparedOn(Connection connection) {
        Prepared kept = prepared;
        if (kept == null || !kept.isOn(connection)) {
            kept = new Prepared(connection);
            prepared = kept;
        }
        return kept;
    }

    /** Those of the batch's keys that are younger than the horizon, in one query however many there are. */
    private static Map<String, Long> knownKeys(Prepared prepared, List<Waiting> batch, long horizon)
            throws SQLException {
        Set<String> keys = new LinkedHashSet<>();
        for (Waiting waiting : batch) {
            String key = waiting.append().idempotencyKey();
            if (key != null) {
                keys.add(key);
            }
        }
        Map<String, Long> known = new HashMap<>();
        if (keys.isEmpty()) {
            return known;
        }
        int marks = marks(keys.size());
        PreparedStatement select = prepared.statement("SELECT key, pos FROM idempotency_keys WHERE at > ? AND key IN ("
                + String.join(",", Collections.nCopies(marks, "?")) + ")");
        select.setLong(1, horizon);
        int parameter = 2;
        for (String key : keys) {
            select.setString(parameter++, key);
        }
        String any = keys.iterator().next();
        while (parameter < 2 + marks) {
            select.setString(parameter++, any);
        }
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                known.put(row.getString(1), row.getLong(2));
            }
        }
        return known;
    }

    /** The next power of two: a dozen statements do for all batches. */
    private static int marks(int keys) {
        return keys == 1 ? 1 : Integer.highestOneBit(keys - 1) << 1;
    }

    private static void insertRecords(Prepared prepared, List<LogRecord> records, long now) throws SQLException {
        PreparedStatement insert = prepared.statement(INSERT_RECORD);
        for (LogRecord logged : records) {
            StoredEntry stored = StoredEntry.of(logged.entry());
            insert.setLong(1, logged.position().offset());
            insert.setLong(2, now);
            insert.setInt(3, stored.kind());
            insert.setString(4, stored.topic());
            insert.setString(5, stored.topics());
            insert.setString(6, stored.name());
            insert.setString(7, stored.data());
            insert.addBatch();
        }
        if (!records.isEmpty()) {
            insert.executeBatch();
        }
    }

    private static void insertTopics(Prepared prepared, List<LogRecord> records) throws SQLException {
        PreparedStatement insert = prepared.statement(INSERT_TOPIC);
        boolean any = false;
        for (LogRecord logged : records) {
            if (logged.entry() instanceof Entry.Publication publication
                    && publication.event().topics().size() > 1) {
                addTopics(insert, publication.event(), logged.position().offset());
                any = true;
            }
        }
        if (any) {
            insert.executeBatch();
        }
    }

    private static void addTopics(PreparedStatement insert, NewEvent event, long offset) throws SQLException {
        for (Topic topic : event.topics()) {
            insert.setString(1, topic.key());
            insert.setLong(2, offset);
            insert.addBatch();
        }
    }

    private static void insertKeys(Prepared prepared, List<Waiting> batch, List<Position> answers, long first, long now)
            throws SQLException {
        PreparedStatement insert = prepared.statement(INSERT_KEY);
        boolean any = false;
        for (int i = 0; i < batch.size(); i++) {
            String key = batch.get(i).append().idempotencyKey();
            if (key != null && answers.get(i).offset() == first + i) { // else it was there already
                insert.setString(1, key);
                insert.setLong(2, first + i);
                insert.setLong(3, now);
                insert.addBatch();
                any = true;
            }
        }
        if (any) {
            insert.executeBatch();
        }
    }

    /**
     * A batch that the database has.
     *
     * @param first offset of the first position taken
     * @param end the last position taken
     * @param answers a position for each waiting append, in order
     */
    record Committed(long first, Position end, List<LogRecord> records, List<Position> answers) {}
}
