package dev.herald.server.log.sql;

import dev.herald.auth.Database;
import dev.herald.auth.DatabaseException;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Append;
import dev.herald.server.log.AppendQueue;
import dev.herald.server.log.EventLog;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.LogUnavailableException;
import dev.herald.server.log.PageLimit;
import dev.herald.server.log.ReadResult;
import dev.herald.server.log.TailListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The event log in SQL: an append thread, a tail thread, a retention thread, and one that moves the journal (SQLite) or
 * listens (PostgreSQL). What was delivered of late is kept in memory as well, so that a herd of returning streams does
 * not reach the database. Thread-safe.
 */
public final class SqlEventLog implements EventLog {
    private static final String HISTORY_TABLE = "herald_log_history";

    private final Database database;
    private final String node;
    private final LogConfig config;
    private final InstantSource clock;
    private final LogDialect dialect;
    private final AppendQueue queue;
    private final History history;
    private final RecentWindow recent;
    private final Position start;

    // set once, by follow()
    private volatile @Nullable Tail tail;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Brings the log's tables up to date and finds its end. Blocks.
     *
     * @param database stays the caller's to close, after the log
     * @param node names this node among those that share the log
     * @throws DatabaseException if the database fails
     */
    public SqlEventLog(Database database, String node, LogConfig config, InstantSource clock) {
        this.database = database;
        this.node = node;
        this.config = config;
        this.clock = clock;
        this.dialect = LogDialect.of(database.dialect());
        this.history = new History(config.eventsPerTopicMax());
        this.queue = new AppendQueue(config.queueMax());
        database.migrate(dialect.migrations(), HISTORY_TABLE);
        Head head = database.write(connection -> {
            Head.create(connection, clock.millis());
            return Head.read(connection);
        });
        this.start = head.position();
        this.recent = new RecentWindow(config, clock, start);
    }

    @Override
    public CompletionStage<Position> append(Append append) {
        return queue.offer(append);
    }

    @Override
    public ReadResult read(Collection<Topic> topics, Position after, PageLimit limit) {
        ReadResult.Page held = recent.page(topics, after, limit).orElse(null);
        if (held != null) {
            return held;
        }
        try {
            return database.read(connection -> history.read(connection, topics, after, limit));
        } catch (DatabaseException e) {
            throw new LogUnavailableException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Position tail() {
        Tail following = tail;
        return following == null ? start : following.position();
    }

    @Override
    public void follow(TailListener listener) {
        if (tail != null) {
            throw new IllegalStateException("the log has a listener already");
        }
        Tail following = new Tail(database, new RecordRows(clock), recent, start, listener);
        Retention retention = new Retention(database, new Forgetting(dialect), config, clock);
        AppendTransaction transaction = new AppendTransaction(dialect, node, config.idempotencyWindow(), clock);
        tail = following;
        Checkpoints checkpoints = Checkpoints.of(database);
        start("herald-log-append", new Appender(database.hold(), transaction, queue, committed -> {
            following.committed(committed);
            retention.appended(committed.records());
            checkpoints.appended(committed.records().size());
        }));
        start("herald-log-tail", following);
        start("herald-log-retention", retention);
        switch (dialect) {
            case SQLITE -> start("herald-log-journal", checkpoints);
            case POSTGRESQL -> start("herald-log-listen", new Notifications(database, node, following::wake));
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        queue.close();
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) { // closed by what a publisher does with its answer
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }
}
