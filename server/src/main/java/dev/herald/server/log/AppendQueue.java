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
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Appends that wait for whoever writes them to a log, bounded. Whatever has gathered while a batch was being written is the
 * next batch, so that an idle log answers at once and a busy one commits few times. Thread-safe; one at a time takes.
 */
public final class AppendQueue {
    /** Room that publishes leave for controls, so that a login is not refused because too much is being published. */
    private static final int RESERVED = 1_000;

    /** JSON that may wait in all: the bound by count alone would allow hundreds of megabytes of great events. */
    static final long BYTES_MAX = 64L * 1024 * 1024;

    private static final String LOST = "the event log could not take this";
    private static final String CLOSED = "the event log is closed";

    private final int publicationsMax;
    private final BlockingQueue<Waiting> queue;
    private final AtomicLong bytes = new AtomicLong(); // of what waits
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
        } else if (!add(waiting)) {
            waiting.fail("too many publishes wait for the log");
        } else if (closed && queue.remove(waiting)) { // closed in between, and emptied before we came
            left(waiting);
            waiting.fail(CLOSED);
        }
        return waiting.answer();
    }

    private boolean add(Waiting waiting) {
        boolean publication = waiting.append().entry() instanceof Entry.Publication;
        if (publication && (queue.size() >= publicationsMax || bytes.get() >= BYTES_MAX)) {
            return false;
        }
        bytes.addAndGet(waiting.bytes());
        boolean added = queue.offer(waiting);
        if (!added) {
            left(waiting);
        }
        return added;
    }

    private void left(Waiting waiting) {
        bytes.addAndGet(-waiting.bytes());
    }

    /**
     * Waits for an append and takes all that are there by then, until the batch has {@code rowsMax} or {@code bytesMax}
     * and so at most one append more than these; empty if none comes in time.
     */
    public List<Waiting> take(Duration patience, int rowsMax, int bytesMax) throws InterruptedException {
        return gather(queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS), rowsMax, bytesMax);
    }

    /** Takes what is there, bounded as {@link #take}. */
    List<Waiting> poll(int rowsMax, int bytesMax) {
        return gather(queue.poll(), rowsMax, bytesMax);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    private List<Waiting> gather(@Nullable Waiting first, int rowsMax, int bytesMax) {
        List<Waiting> batch = new ArrayList<>();
        int rows = 0;
        int batchBytes = 0;
        Waiting next = first;
        try {
            while (next != null) {
                left(next);
                batch.add(next);
                rows += next.rows();
                batchBytes += next.bytes();
                next = rows < rowsMax && batchBytes < bytesMax ? queue.poll() : null;
            }
            return batch;
        } catch (RuntimeException | Error e) { // no memory for the list: nobody else knows of these any more
            batch.forEach(waiting -> waiting.fail(LOST));
            if (next != null) {
                next.fail(LOST);
            }
            throw e;
        }
    }

    /** Fails all that waits now. */
    public void fail(String why) {
        List<Waiting> all = new ArrayList<>();
        queue.drainTo(all);
        for (Waiting waiting : all) {
            left(waiting);
            waiting.fail(why);
        }
    }

    /** Fails what waits, and all that comes. */
    public void close() {
        closed = true;
        fail(CLOSED);
    }

    /** An append and whoever waits for its position. Thread-safe. */
    public record Waiting(Append append, long sinceNanos, CompletableFuture<Position> answer) {
        public void fail(String why) {
            answer.completeExceptionally(new LogUnavailableException(why));
        }

        /** Its own, and one for each topic of several. */
        private int rows() {
            int topics = append.entry() instanceof Entry.Publication publication
                    ? publication.event().topics().size()
                    : 1;
            return topics == 1 ? 1 : 1 + topics;
        }

        private int bytes() {
            return append.entry() instanceof Entry.Publication publication
                    ? publication.event().data().length()
                    : 0;
        }
    }
}
