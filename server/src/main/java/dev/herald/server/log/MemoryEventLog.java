package dev.herald.server.log;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.AppendQueue.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log that lives in this process. One thread appends and is the tail as well: it gathers what waits into a batch,
 * stores it, answers the publishers and hands the batch on. Thread-safe.
 */
public final class MemoryEventLog implements EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryEventLog.class);
    private static final int BATCH_MAX = 512;
    private static final Duration QUIET_TICK = Duration.ofSeconds(1);

    // any thread
    private final AppendQueue queue;
    private final MemoryStore store;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable TailListener listener;

    // log-tail thread only
    private final RecentKeys recentKeys;
    private Position handedOn;

    public MemoryEventLog(LogConfig config, InstantSource clock) {
        this.queue = new AppendQueue(config.queueMax());
        // A start later than the last makes a greater epoch: a position from before it is recognised as such.
        this.store = new MemoryStore(config, clock, new Position(clock.millis(), 0));
        this.handedOn = store.tail();
        this.recentKeys = new RecentKeys(config.idempotencyWindow(), config.idempotencyKeysMax(), clock);
        this.thread = new Thread(this::run, "herald-log");
        this.thread.setDaemon(true);
    }

    @Override
    public CompletionStage<Position> append(Append append) {
        return queue.offer(append);
    }

    @Override
    public ReadResult read(Collection<Topic> topics, Position after, PageLimit limit) {
        return store.read(topics, after, limit);
    }

    @Override
    public Position tail() {
        return store.tail();
    }

    @Override
    public void follow(TailListener listener) {
        if (this.listener != null) {
            throw new IllegalStateException("the log has a listener already");
        }
        this.listener = listener;
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            if (Thread.currentThread() != thread) { // closed by what a publisher does with its answer
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.close(); // here and not on the thread, which a log that nobody followed has never started
    }

    private void run() {
        while (!closed) {
            List<Waiting> batch = List.of();
            try {
                batch = queue.take(QUIET_TICK, BATCH_MAX, Integer.MAX_VALUE);
                handOn(appendAll(batch));
            } catch (InterruptedException e) {
                break; // only close() interrupts
            } catch (RuntimeException | Error e) { // no memory for a batch's frames must not end the log
                LOG.error("msg=\"log batch failed\" publishes={}", batch.size(), e);
                batch.forEach(waiting -> waiting.fail("the event log failed"));
            }
        }
    }

    private List<LogRecord> appendAll(List<Waiting> batch) {
        store.expire();
        List<LogRecord> records = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            @Nullable String key = waiting.append().idempotencyKey();
            Position known = key == null ? null : recentKeys.position(key);
            if (known == null) {
                Position position = store.append(waiting.append().entry());
                records.add(new LogRecord(position, waiting.append().entry(), waiting.sinceNanos()));
                if (key != null) {
                    recentKeys.remember(key, position);
                }
                known = position;
            }
            waiting.answer().complete(known);
        }
        return records;
    }

    /** What did not come as far as this, or was not taken, is in the log all the same: the follower is told so first. */
    private void handOn(List<LogRecord> records) {
        TailListener follower = listener;
        if (follower == null) {
            return;
        }
        Position tail = store.tail();
        Position before =
                records.isEmpty() ? tail : tail.at(records.get(0).position().offset() - 1);
        if (before.isAfter(handedOn)) {
            follower.missed(handedOn, before);
            handedOn = before;
        }
        follower.advanced(records, tail);
        handedOn = tail;
    }
}
