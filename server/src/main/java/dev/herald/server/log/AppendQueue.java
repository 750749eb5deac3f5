package dev.herald.server.log;

import dev.herald.protocol.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Appends that wait for a log's append thread, bounded. Whatever has gathered while a batch was being written is the
 * next batch, so that an idle log answers at once and a busy one commits few times. Thread-safe; one thread takes.
 */
public final class AppendQueue {
    /** Room that publishes leave for controls, so that a login is not refused because too much is being published. */
    private static final int RESERVED = 1_000;

    private static final String CLOSED = "the event log is closed";

    private final int publicationsMax;
    private final BlockingQueue<Waiting> queue;
    private volatile boolean closed;

    public AppendQueue(int max) {
        this.publicationsMax = max;
        this.queue = new LinkedBlockingQueue<>(max + RESERVED);
    }

    /** Queues the append; fails at once with {@link LogUnavailableException} if too many wait or the log is closed. */
    public CompletionStage<Position> offer(Append append) {
        Waiting waiting = new Waiting(append, System.nanoTime(), new CompletableFuture<>());
        if (closed) {
            waiting.fail(CLOSED);
        } else if (isFullFor(append) || !queue.offer(waiting)) {
            waiting.fail("too many publishes wait for the log");
        } else if (closed && queue.remove(waiting)) { // closed in between, and emptied before we came
            waiting.fail(CLOSED);
        }
        return waiting.answer();
    }

    private boolean isFullFor(Append append) {
        return append.entry() instanceof Entry.Publication && queue.size() >= publicationsMax;
    }

    /** Waits for an append and takes all that are there by then; empty if none comes in time. */
    public List<Waiting> take(Duration patience, int batchMax) throws InterruptedException {
        Waiting first = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<Waiting> batch = new ArrayList<>();
        batch.add(first);
        queue.drainTo(batch, batchMax - 1);
        return batch;
    }

    /** Fails what waits, and all that comes. */
    public void close() {
        closed = true;
        List<Waiting> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(waiting -> waiting.fail(CLOSED));
    }

    /** An append and whoever waits for its position. Thread-safe. */
    public record Waiting(Append append, long sinceNanos, CompletableFuture<Position> answer) {
        public void fail(String why) {
            answer.completeExceptionally(new LogUnavailableException(why));
        }
    }
}
