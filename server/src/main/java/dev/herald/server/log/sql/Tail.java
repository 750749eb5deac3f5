package dev.herald.server.log.sql;

import dev.herald.auth.Database;
import dev.herald.auth.DatabaseException;
import dev.herald.protocol.Position;
import dev.herald.server.log.LogRecord;
import dev.herald.server.log.TailListener;
import dev.herald.server.log.sql.AppendTransaction.Committed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tail thread: hands on every record once, in commit order. Batches of this node come straight from the appender;
 * where one does not follow on what was handed last, another node was in between, and everything up to it is read from
 * the database instead. The same happens at a wake-up and about once a second, so a lost wake-up costs a second.
 *
 * <p>Thread-safe; {@link #run} is its thread's.
 */
final class Tail implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);
    private static final int SIGNALS_MAX = 100; // each may hold a batch's events
    private static final int ROWS_PER_READ = 1_000;

    private final Database database;
    private final RecordRows rows;
    private final RecentWindow recent;
    private final TailListener listener;

    // any thread
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>(SIGNALS_MAX);
    private volatile Position position;

    // tail thread only
    private int failures;
    private Position handedOn; // without fault

    Tail(Database database, RecordRows rows, RecentWindow recent, Position start, TailListener listener) {
        this.database = database;
        this.rows = rows;
        this.recent = recent;
        this.position = start;
        this.handedOn = start;
        this.listener = listener;
    }

    /** Everything up to here has been handed on, or is being handed on. */
    Position position() {
        return position;
    }

    /** This node has appended. If too many batches wait this one is dropped here, and read from the database later. */
    void committed(Committed batch) {
        signals.offer(new Signal.Batch(batch));
    }

    /** Another node has appended. */
    void wake() {
        signals.offer(new Signal.Look());
    }

    @Override
    public void run() {
        List<Signal> taken = new ArrayList<>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                advance(taken);
                taken.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only the log's close() interrupts
        }
    }

    private void awaitSignals(List<Signal> taken) throws InterruptedException {
        Signal first = signals.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            taken.add(first);
            signals.drainTo(taken);
        }
    }

    private void advance(List<Signal> taken) throws InterruptedException {
        try {
            awaitSignals(taken); // what is lost here is read from the database, with the next signal or poll
            makeGood();
            List<LogRecord> own = new ArrayList<>();
            Position end = position;
            boolean look = taken.isEmpty();
            for (Signal signal : taken) {
                if (signal instanceof Signal.Batch batch && batch.follows(end)) {
                    own.addAll(batch.committed().records());
                    end = batch.committed().end();
                } else if (!(signal instanceof Signal.Batch old
                        && !old.committed().end().isAfter(end))) {
                    look = true;
                }
            }
            if (!own.isEmpty() || end.isAfter(position)) {
                handOn(own, end);
            }
            if (look) {
                readOn(taken.isEmpty());
            }
            regained();
        } catch (DatabaseException e) {
            lost(e);
        } catch (RuntimeException | Error e) { // no memory for a batch's frames must not end delivery
            LOG.error("msg=\"delivery failed, streams read the log instead\"", e);
        }
    }

    /** Reads what is behind the position, in steps, until the head that it saw last. */
    private void readOn(boolean quiet) {
        boolean more = true;
        boolean progress = false;
        while (more && !Thread.currentThread().isInterrupted()) {
            Position from = position;
            RecordRows.Step step = database.read(connection -> rows.after(connection, from, ROWS_PER_READ));
            if (step.end().isAfter(from)) {
                if (step.whole() == RecordRows.Whole.PERHAPS_NOT) {
                    LOG.info("msg=\"forgotten before it was read here, streams read the log instead\" from={}", from);
                    missed(from, step.end());
                }
                handOn(step.records(), step.end());
                progress = true;
            }
            more = step.more() == RecordRows.More.YES;
        }
        if (quiet && !progress) {
            handOn(List.of(), position); // the tick that keeps heartbeats fresh
        }
    }

    private void handOn(List<LogRecord> records, Position end) {
        remember(records, end);
        position = end;
        listener.advanced(records, end);
        handedOn = end;
    }

    /** The window is a shortcut: where there is no memory for it, delivery goes on and readers go to the database. */
    private void remember(List<LogRecord> records, Position end) {
        try {
            recent.add(records, end);
        } catch (RuntimeException | Error e) {
            LOG.error("msg=\"recent events not kept in memory\"", e);
            recent.forget(end);
        }
    }

    /** If handing on has failed, nobody knows who got what: everyone is sent to the log for it. */
    private void makeGood() {
        if (position.isAfter(handedOn)) {
            missed(handedOn, position);
            handedOn = position;
        }
    }

    private void missed(Position after, Position upTo) {
        recent.missed(upTo);
        listener.missed(after, upTo);
    }

    private void lost(DatabaseException e) throws InterruptedException {
        if (failures++ == 0) {
            LOG.warn("msg=\"event log lost: nothing is delivered until it is back\" cause=\"{}\"", e.getMessage());
        }
        long longest = Math.min(BACK_OFF_MAX.toMillis(), 100L << Math.min(failures, 10));
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
        signals.offer(new Signal.Look());
    }

    private void regained() {
        if (failures > 0) {
            LOG.info("msg=\"event log regained\" position={}", position);
        }
        failures = 0;
    }

    /** What wakes the tail. Immutable. */
    private sealed interface Signal {
        record Batch(Committed committed) implements Signal {
            boolean follows(Position end) {
                return committed.first() == end.offset() + 1;
            }
        }

        record Look() implements Signal {}
    }
}
