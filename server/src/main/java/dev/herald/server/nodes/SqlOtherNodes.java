package dev.herald.server.nodes;

import dev.herald.auth.Database;
import dev.herald.auth.DatabaseException;
import dev.herald.server.session.BlockingPool;
import dev.herald.server.stream.OtherNodes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts of streams by user and node, in PostgreSQL. This node writes what has changed as one batch a second, together
 * with a sign of life; counts of a node without one for five seconds are not believed, and deleted after a minute.
 * While the database is away the others' counts are not known, and the limit holds for each node by itself.
 * Thread-safe.
 */
public final class SqlOtherNodes implements OtherNodes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlOtherNodes.class);
    private static final String MIGRATIONS = "dev/herald/server/nodes";
    private static final String HISTORY_TABLE = "herald_nodes_history";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    private static final String ALIVE = "n.seen_at > " + NOW + " - 5000";

    private final Database database;
    private final BlockingPool blocking;
    private final String node;
    private final Thread thread;

    // any thread
    private final Map<String, ToIntFunction<String>> changed = new ConcurrentHashMap<>();

    /**
     * Brings the tables up to date and begins to tell others. Blocks.
     *
     * @param node this node's name, different from that of every other and of its own earlier runs
     */
    public SqlOtherNodes(Database database, BlockingPool blocking, String node) {
        this.database = database;
        this.blocking = blocking;
        this.node = node;
        database.migrate(MIGRATIONS, HISTORY_TABLE);
        this.thread = new Thread(this::run, "herald-nodes");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public CompletionStage<Elsewhere> elsewhere(String userId) {
        return blocking.submit(() -> database.read(connection -> elsewhere(connection, userId)))
                .exceptionally(failure -> Elsewhere.NOTHING);
    }

    @Override
    public void changed(String userId, ToIntFunction<String> openHere) {
        changed.put(userId, openHere);
    }

    /** Takes this node's counts back, if the database can be reached. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            database.write(connection -> update(connection, "DELETE FROM node_streams WHERE node = ?", node)
                    + update(connection, "DELETE FROM nodes WHERE node = ?", node));
        } catch (DatabaseException e) {
            LOG.debug("msg=\"counts not taken back\" cause=\"{}\"", e.getMessage());
        }
    }

    private void run() {
        boolean failing = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                @Nullable DatabaseException failure = tell();
                if (failure != null && !failing) {
                    LOG.warn("msg=\"other nodes not told of streams here\" cause=\"{}\"", failure.getMessage());
                }
                failing = failure != null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only close() interrupts
        }
    }

    /** Writes what has changed; what could not be written stays changed. */
    private @Nullable DatabaseException tell() {
        Map<String, ToIntFunction<String>> batch = new HashMap<>(changed);
        batch.forEach(changed::remove);
        try {
            database.write(connection -> {
                update(
                        connection,
                        "INSERT INTO nodes (node, seen_at) VALUES (?, " + NOW + ")"
                                + " ON CONFLICT (node) DO UPDATE SET seen_at = excluded.seen_at",
                        node);
                upsert(connection, batch);
                return forgetTheDead(connection);
            });
            return null;
        } catch (DatabaseException e) {
            batch.forEach(changed::putIfAbsent);
            return e;
        }
    }

    private void upsert(Connection connection, Map<String, ToIntFunction<String>> batch) throws SQLException {
        try (PreparedStatement upsert =
                        connection.prepareStatement("INSERT INTO node_streams (user_id, node, streams) VALUES (?, ?, ?)"
                                + " ON CONFLICT (user_id, node) DO UPDATE SET streams = excluded.streams");
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM node_streams WHERE user_id = ? AND node = ?")) {
            for (Map.Entry<String, ToIntFunction<String>> user : batch.entrySet()) {
                int streams = user.getValue().applyAsInt(user.getKey());
                PreparedStatement statement = streams == 0 ? delete : upsert;
                statement.setString(1, user.getKey());
                statement.setString(2, node);
                if (streams > 0) {
                    statement.setInt(3, streams);
                }
                statement.addBatch();
            }
            upsert.executeBatch();
            delete.executeBatch();
        }
    }

    private static int forgetTheDead(Connection connection) throws SQLException {
        String dead = "SELECT node FROM nodes n WHERE n.seen_at < " + NOW + " - 60000";
        return update(connection, "DELETE FROM node_streams WHERE node IN (" + dead + ")")
                + update(connection, "DELETE FROM nodes WHERE node IN (" + dead + ")");
    }

    private Elsewhere elsewhere(Connection connection, String userId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT SUM(s.streams), MIN(s.node)"
                + " FROM node_streams s JOIN nodes n ON n.node = s.node WHERE s.user_id = ? AND s.node <> ? AND "
                + ALIVE)) {
            select.setString(1, userId);
            select.setString(2, node);
            try (ResultSet row = select.executeQuery()) {
                boolean found = row.next() && row.getInt(1) > 0;
                return found ? new Elsewhere(row.getInt(1), row.getString(2)) : Elsewhere.NOTHING;
            }
        }
    }

    private static int update(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.setString(i + 1, parameters[i]);
            }
            return update.executeUpdate();
        }
    }
}
