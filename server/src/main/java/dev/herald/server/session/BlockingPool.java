package dev.herald.server.session;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Threads for what may block, with a bounded queue before them. Thread-safe. */
public final class BlockingPool implements AutoCloseable {
    private static final long CLOSE_SECONDS = 10;

    private final ExecutorService executor;

    public BlockingPool(String name, int threads, int queueMax) {
        this(new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(queueMax),
                new DefaultThreadFactory("herald-" + name, true)));
    }

    /** Over threads that are made elsewhere, and end with the pool. */
    public BlockingPool(ExecutorService executor) {
        this.executor = executor;
    }

    /**
     * Runs the work on one of the pool's threads. The stage fails with what the work throws, or at once with
     * {@link OverloadedException} if the queue is full.
     */
    public <T> CompletionStage<T> submit(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(new Work<>(work, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new OverloadedException("too much waits for the blocking pool"));
        }
        return result;
    }

    /** Lets running work end, for ten seconds at most; what only waits fails. */
    @Override
    public void close() {
        for (Runnable waiting : executor.shutdownNow()) {
            if (waiting instanceof Work<?> work) {
                work.drop();
            }
        }
        try {
            executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Work<T>(Supplier<T> work, CompletableFuture<T> result) implements Runnable {
        @Override
        public void run() {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }

        private void drop() {
            result.completeExceptionally(new OverloadedException("the blocking pool has closed"));
        }
    }
}
