package dev.herald.server.session;

import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.EventLog;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends a probe and waits until it has come out of the log's tail and through every event loop. Whoever asks while one
 * is under way, or within a second of one that came through, shares its result, so that asking often costs nothing. Thread-safe.
 */
public final class DeliveryProbe implements Consumer<String> {
    private static final long PATIENCE_SECONDS = 3;
    private static final long SHARED_NANOS = Duration.ofSeconds(1).toNanos();

    private final EventLog log;
    private final int loops;
    private final AtomicReference<@Nullable Run> latest = new AtomicReference<>();

    /** @param loops how many event loops a probe must come through */
    public DeliveryProbe(EventLog log, int loops) {
        this.log = log;
        this.loops = loops;
    }

    /** What is wrong with delivery, in a sentence; empty if nothing is. Completes within three seconds. */
    public CompletionStage<Optional<String>> fault() {
        Run run = latest.get();
        if (run != null && run.isFresh()) {
            return run.fault;
        }
        Run next = new Run(loops);
        if (!latest.compareAndSet(run, next)) {
            return fault(); // somebody else was quicker, and theirs is fresh
        }
        log.append(Append.of(new Entry.Probe(next.id))).whenComplete((position, failure) -> next.appended(failure));
        Executor later = CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS, Runnable::run);
        later.execute(next::timeOut);
        return next.fault;
    }

    /** One event loop has had the probe of this id. */
    @Override
    public void accept(String id) {
        Run run = latest.get();
        if (run != null && run.id.equals(id)) {
            run.cameThrough();
        }
    }

    /** One probe on its way. Thread-safe. */
    private static final class Run {
        private final String id = UUID.randomUUID().toString();
        private final long sinceNanos = System.nanoTime();
        private final AtomicInteger loopsLeft;
        private final CompletableFuture<Optional<String>> fault = new CompletableFuture<>();
        private volatile boolean appended;

        Run(int loops) {
            this.loopsLeft = new AtomicInteger(loops);
        }

        /** Bad news is not kept: what is wrong may be over by the next question. */
        boolean isFresh() {
            Optional<String> known = fault.getNow(null);
            return known == null || (known.isEmpty() && System.nanoTime() - sinceNanos < SHARED_NANOS);
        }

        void appended(@Nullable Throwable failure) {
            appended = failure == null;
            if (failure != null) {
                fault.complete(Optional.of("The event log takes no appends: " + failure.getMessage()));
            }
        }

        void cameThrough() {
            if (loopsLeft.decrementAndGet() == 0) {
                fault.complete(Optional.empty());
            }
        }

        void timeOut() {
            fault.complete(Optional.of(
                    appended
                            ? "An event was appended but did not reach " + loopsLeft + " of the event loops within "
                                    + PATIENCE_SECONDS + " s"
                            : "The event log did not take an append within " + PATIENCE_SECONDS + " s"));
        }
    }
}
