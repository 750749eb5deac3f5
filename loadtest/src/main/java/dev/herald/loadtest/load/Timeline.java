package dev.herald.loadtest.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the loops report, second by second, and keeps the steps. Confined to the thread that runs the test.
 */
final class Timeline {
    /** The rates of a shorter step, at the end of a phase, are noise: it counts in the figures, but is no point of a plot. */
    private static final double STEP_SECONDS_MIN = 0.5;

    private final Run run;
    private final List<Long> serverPids;
    private final Consumer<Second> observer;
    private final List<Second> seconds = new ArrayList<>();
    private final Latencies delivery = new Latencies();
    private final Latencies opening = new Latencies();
    private final Latencies reopening = new Latencies();
    private final Latencies acknowledgement = new Latencies();
    private final Latencies sendLag = new Latencies();
    private Counts counts = new Counts();
    private Reasons reasons = new Reasons();
    private int open;
    private long lastNanos;
    private @Nullable ProcessUse server;
    private double busiestSeconds;
    private double toolCpuSeconds = ProcessUse.ownCpuSeconds();

    Timeline(Run run, List<Long> serverPids, Consumer<Second> observer) {
        this.run = run;
        this.serverPids = serverPids;
        this.observer = observer;
        this.server = ProcessUse.of(serverPids);
        this.lastNanos = run.now();
    }

    /** Takes in a sample of all loops. */
    void add(Phase phase, Sample sample) {
        long now = run.now();
        double lasted = (now - lastNanos) / 1e9;
        @Nullable ProcessUse serverNow = ProcessUse.of(serverPids);
        double toolNow = ProcessUse.ownCpuSeconds();
        long delivered = sample.counts().of(Count.DELIVERED) - counts.of(Count.DELIVERED);
        Second second = new Second(
                now / 1e9,
                phase,
                sample.open(),
                delivered / lasted,
                sample.delivery().millisAt(50),
                sample.delivery().millisAt(99),
                sample.delivery().millisMax(),
                problems(sample.counts()),
                ProcessUse.cores(server, serverNow, lasted),
                serverNow == null ? 0 : serverNow.residentBytes() / 1e6,
                Double.isNaN(toolNow) ? 0 : (toolNow - toolCpuSeconds) / lasted);
        if (lasted > STEP_SECONDS_MIN || seconds.isEmpty()) {
            seconds.add(second);
        }
        delivery.addAll(sample.delivery());
        opening.addAll(sample.opening());
        reopening.addAll(sample.reopening());
        acknowledgement.addAll(sample.acknowledgement());
        sendLag.addAll(sample.sendLag());
        counts = sample.counts();
        reasons = sample.reasons();
        open = sample.open();
        lastNanos = now;
        server = serverNow;
        toolCpuSeconds = toolNow;
        busiestSeconds += sample.busiestCores() * lasted;
        observer.accept(second);
    }

    /** Where the run stands after the last sample. */
    Mark mark() {
        return new Mark(lastNanos, counts, open, server, toolCpuSeconds, busiestSeconds);
    }

    long lastNanos() {
        return lastNanos;
    }

    Reasons reasons() {
        return reasons;
    }

    List<Second> seconds() {
        return seconds;
    }

    Latencies delivery() {
        return delivery;
    }

    Latencies opening() {
        return opening;
    }

    Latencies reopening() {
        return reopening;
    }

    Latencies acknowledgement() {
        return acknowledgement;
    }

    Latencies sendLag() {
        return sendLag;
    }

    private static long problems(Counts counts) {
        return counts.of(Count.OPEN_FAILED)
                + counts.of(Count.REFUSED)
                + counts.of(Count.DISCONNECTED)
                + counts.of(Count.DUPLICATE)
                + counts.of(Count.REORDERED)
                + counts.of(Count.MISROUTED)
                + counts.of(Count.PUBLISH_REFUSED)
                + counts.of(Count.PUBLISH_UNKNOWN);
    }

    /**
     * A moment of the run, so that two of them give what was used and done between.
     *
     * @param server null if it is not known
     * @param toolCpuSeconds not a number if they are not known
     * @param busiestSeconds CPU of the loop that used most in each step, 0 if it is not known
     */
    record Mark(
            long nanos,
            Counts counts,
            int open,
            @Nullable ProcessUse server,
            double toolCpuSeconds,
            double busiestSeconds) {
        double secondsSince(Mark earlier) {
            return (nanos - earlier.nanos) / 1e9;
        }

        long deliveredSince(Mark earlier) {
            return counts.of(Count.DELIVERED) - earlier.counts.of(Count.DELIVERED);
        }
    }
}
