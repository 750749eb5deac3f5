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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log that lives in this process. An event loop that appends stores its entry and hands it on by itself if nobody else
 * is at the log just then, for waking another thread costs more than all of that. Otherwise, and for all other threads, the
 * log's own thread does it; nobody waits for anybody. The tail is whoever holds the store's lock. Thread-safe.
 */
public final class MemoryEventLog implements EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryEventLog.class);
    // An event loop that appends does no more than this for others.
    private static final int BATCH_MAX = 512;
    private static final int BATCH_BYTES_MAX = 4 * 1024 * 1024;

    private static final Duration QUIET_TICK = Duration.ofSeconds(1);

    // any thread
    private final AppendQueue queue;
    private final MemoryStore store;
    private final BooleanSupplier mayWork;
    private final Thread thread;
    private final ThreadLocal<Boolean> answering = ThreadLocal.withInitial(() -> false);
    private volatile boolean closed;
    private volatile @Nullable TailListener listener;

    // under the store's lock
    private final RecentKeys recentKeys;
    private Position handedOn;

    /** @param mayWork whether the thread that asks may do the log's work; the stages of its appends may be complete at once */
    public MemoryEventLog(LogConfig config, InstantSource clock, BooleanSupplier mayWork) {
        this.mayWork = mayWork;
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
        CompletionStage<Position> answer = queue.offer(append);
        work();
        return answer;
    }

    @Override
    public List<CompletionStage<Position>> appendAll(List<Append> appends) {
        List<CompletionStage<Position>> answers = new ArrayList<>(appends.size());
        for (Append append : appends) {
            answers.add(queue.offer(append));
            if (answers.size() % BATCH_MAX == 0) { // before the queue is full of them
                work();
            }
        }
        work();
        return answers;
    }

    /** Appends what waits, here if that may be; what is not done here the log's thread is called for. */
    private void work() {
        // What is appended by a hand-over has to come behind it. What is appended by an answer would lie upon it, and
        // the next upon that: a program that publishes whenever it has published would use up the stack.
        boolean free = mayWork.getAsBoolean()
                && !answering.get()
                && !store.lock.isHeldByCurrentThread()
                && store.lock.tryLock();
        if (!free || appendUnderLock()) {
            LockSupport.unpark(thread); // does nothing before the log is followed
        }
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
        store.lock.lock();
        try {
            closed = true; // whoever was handing on has finished, and nobody begins again
        } finally {
            store.lock.unlock();
        }
        LockSupport.unpark(thread);
        try {
            if (Thread.currentThread() != thread) { // closed by what a publisher does with its answer
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.close();
    }

    private void run() {
        while (!closed) {
            if (queue.isEmpty()) { // else whatever it waited for meanwhile has used up the call
                LockSupport.parkNanos(this, QUIET_TICK.toNanos());
            }
            try {
                boolean more = true;
                while (more) {
                    store.lock.lock();
                    more = appendUnderLock();
                }
            } catch (RuntimeException
                    | Error e) { // no memory even to say so; a log without its thread would stand still
                LockSupport.parkNanos(this, QUIET_TICK.toNanos());
            }
        }
    }

    /** Appends some, gives the lock back and answers; whether there is more to do. */
    private boolean appendUnderLock() {
        Done done = Done.NOTHING;
        try {
            done = appendSome();
        } finally {
            store.lock.unlock();
        }
        answering.set(true);
        try {
            done.answer();
        } finally {
            answering.set(false);
        }
        return done.more;
    }

    /** Appends what waits, a batch at most, and hands it on; if nothing waits, tells the tail. */
    private Done appendSome() {
        TailListener follower = listener;
        if (follower == null || closed) {
            return Done.NOTHING;
        }
        List<Waiting> batch = queue.poll(BATCH_MAX, BATCH_BYTES_MAX);
        List<Position> positions = new ArrayList<>(batch.size());
        boolean allExpired = true;
        try {
            allExpired = store.expire();
            handOn(store(batch, positions), follower);
        } catch (RuntimeException | Error e) { // no memory for a batch's frames must not end the log
            LOG.error("msg=\"log batch failed\" publishes={}", batch.size(), e);
        }
        return new Done(batch, positions, !allExpired || !queue.isEmpty());
    }

    /** @param positions receives that of each, as far as it comes */
    private List<LogRecord> store(List<Waiting> batch, List<Position> positions) {
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
            positions.add(known);
        }
        return records;
    }

    /** What did not come as far as this, or was not taken, is in the log all the same: the follower is told so first. */
    private void handOn(List<LogRecord> records, TailListener follower) {
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

    /** A batch, the positions of as many of its appends as have one, and whether there is more to do. */
    private record Done(List<Waiting> batch, List<Position> positions, boolean more) {
        static final Done NOTHING = new Done(List.of(), List.of(), false);

        void answer() {
            for (int i = 0; i < batch.size(); i++) {
                if (i < positions.size()) {
                    batch.get(i).answer().complete(positions.get(i));
                } else {
                    batch.get(i).fail("the event log failed");
                }
            }
        }
    }
}
