package dev.herald.server.log.sql;

import dev.herald.auth.Database;
import dev.herald.auth.DatabaseException;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.LogRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retention thread: forgets by age and by count a topic, in steps so small that appends between them do not notice.
 *
 * <p>Counting every topic again and again would cost more than it frees. So this node counts what it appends to each
 * topic since it last looked at it, and looks again after a tenth of the bound: a topic holds at most a tenth more than
 * the bound says, and after a restart up to another tenth until it is looked at next. Thread-safe; {@link #run} is its
 * thread's.
 */
final class Retention implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int COUNTED_TOPICS_MAX = 200_000;
    private static final int SPENT_PROBES_MAX = 100;

    private final Database database;
    private final Forgetting forgetting;
    private final LogConfig config;
    private final InstantSource clock;
    private final int lookAfter;

    // append thread only
    private final Map<Topic, Integer> appended = new HashMap<>();

    // any thread
    private final Set<Topic> due = ConcurrentHashMap.newKeySet();
    private final Queue<Long> spentProbes = new ArrayBlockingQueue<>(SPENT_PROBES_MAX);

    // retention thread only
    private boolean failing;

    Retention(Database database, Forgetting forgetting, LogConfig config, InstantSource clock) {
        this.database = database;
        this.forgetting = forgetting;
        this.config = config;
        this.clock = clock;
        this.lookAfter = Math.max(1, config.eventsPerTopicMax() / 10);
    }

    /** Counts what was appended; on the append thread. */
    void appended(List<LogRecord> records) {
        for (LogRecord logged : records) {
            if (logged.entry() instanceof Entry.Publication publication) {
                publication.event().topics().forEach(this::count);
            } else if (logged.entry() instanceof Entry.Probe) {
                spentProbes.offer(logged.position().offset()); // one that does not fit goes with its age
            }
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                forget();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only the log's close() interrupts
        }
    }

    /** Forgets all that is due now. */
    void forget() throws InterruptedException {
        try {
            long horizon = clock.millis() - config.retention().toMillis();
            stepwise(() -> database.write(connection -> forgetting.byAge(connection, horizon)));
            long keyHorizon = clock.millis() - config.idempotencyWindow().toMillis();
            stepwise(() -> database.write(connection -> forgetting.keys(connection, keyHorizon)));
            for (Long probe = spentProbes.poll(); probe != null; probe = spentProbes.poll()) {
                long offset = probe;
                database.write(connection -> forgetting.probe(connection, offset));
            }
            stepwise(this::someByCount);
            failing = false;
        } catch (DatabaseException e) {
            if (!failing) {
                LOG.warn("msg=\"old events not forgotten, will try again\" cause=\"{}\"", e.getMessage());
            }
            failing = true;
        } catch (RuntimeException | Error e) { // a thread that ended would let the log grow for ever
            LOG.error("msg=\"old events not forgotten, will try again\"", e);
        }
    }

    /** One step over some of the topics that are due; whether any are left. */
    private boolean someByCount() {
        List<Topic> some = due.stream().limit(Forgetting.TOPICS_PER_STEP).toList();
        if (some.isEmpty()) {
            return false;
        }
        some.forEach(due::remove); // before the look: what is appended from then on counts anew
        List<Topic> left = some;
        try {
            left = database.write(connection -> forgetting.byCount(connection, some, config.eventsPerTopicMax()));
        } finally {
            due.addAll(left);
        }
        return !due.isEmpty();
    }

    private void count(Topic topic) {
        int count = appended.merge(topic, 1, Integer::sum);
        if (count >= lookAfter) {
            appended.remove(topic);
            due.add(topic);
        } else if (appended.size() > COUNTED_TOPICS_MAX) {
            due.addAll(appended.keySet()); // rather look too early than not at all
            appended.clear();
        }
    }

    private static void stepwise(Step step) throws InterruptedException {
        while (step.run()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** One small transaction; whether there is more to do. */
    @FunctionalInterface
    private interface Step {
        boolean run();
    }
}
