package dev.herald.loadtest.load;

import dev.herald.loadtest.load.Timeline.Mark;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One run from the first connect to the last check. Blocks its caller, whose thread it uses for samples and phases, and
 * leaves no thread or connection behind. Confined to the thread that runs the test.
 */
public final class LoadTest {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Between the last stream's opening and the first event. */
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** For answers to the last publishes. */
    private static final Duration ANSWERS_MAX = Duration.ofSeconds(5);

    private final Plan plan;
    private final Run run = new Run();
    private final EventLoopGroup group;
    private final Fleet fleet;
    private final Publisher publisher;
    private final Timeline timeline;

    /**
     * Prepares a run.
     *
     * @param serverPids the server's processes, to see what they use; none if they are elsewhere
     * @param observer is told about every second, on the calling thread
     */
    public LoadTest(Plan plan, List<Long> serverPids, Consumer<Second> observer) {
        this.plan = plan;
        Transport transport = Transport.best(plan.tick());
        Identities identities = new Identities(plan, run);
        int loops = plan.streams().loops() + (plan.publishesWhereItReads() ? 0 : 1);
        this.group = new MultiThreadIoEventLoopGroup(loops, transport.ioHandlers());
        this.fleet = new Fleet(plan, run, identities, group, transport);
        this.publisher = new Publisher(plan, run, identities, group.next(), transport);
        this.timeline = new Timeline(run, serverPids, observer);
    }

    public Outcome run() {
        try {
            Mark before = timeline.mark();
            fleet.start();
            long ramp = SECOND_NANOS * plan.streams().count() / plan.streams().rampPerSecond();
            await(Phase.OPENING, ramp + plan.openingMax().toNanos(), () -> fleet.unsettled() == 0);
            sample(Phase.OPENING);
            Mark opened = timeline.mark();
            Mark measureBegin = warmUp();
            measure();
            Mark measureEnd = timeline.mark();
            Promised promised = endPublishing();
            fleet.stall(false);
            await(Phase.DRAINING, plan.drain().toNanos(), () -> isComplete(promised));
            sample(Phase.DRAINING);
            return new Figures(plan, timeline, fleet.shortfall(promised), before, opened, measureBegin, measureEnd)
                    .outcome();
        } finally {
            fleet.end();
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private Mark warmUp() {
        long start = run.now() + LEAD_NANOS;
        long measured = start + plan.warmup().toNanos();
        run.publishFrom(start, measured);
        if (plan.publishing().perSecond() > 0) {
            publisher.start(start);
        }
        await(Phase.WARMING_UP, measured - run.now(), () -> false);
        sample(Phase.WARMING_UP);
        return timeline.mark();
    }

    private void measure() {
        long end = run.now() + plan.duration().toNanos();
        fleet.stall(true);
        plan.streams().herdAt().ifPresent(at -> {
            await(Phase.MEASURING, at.toNanos(), () -> false);
            fleet.herd();
        });
        await(Phase.MEASURING, end - run.now(), () -> false);
        sample(Phase.MEASURING);
    }

    private Promised endPublishing() {
        publisher.finish();
        await(Phase.DRAINING, ANSWERS_MAX.toNanos(), () -> Waiting.await(publisher.isDone()));
        return Waiting.await(publisher.end());
    }

    private boolean isComplete(Promised promised) {
        Shortfall shortfall = fleet.shortfall(promised);
        return shortfall.lost() == 0 && shortfall.herdRest() == 0;
    }

    /** Waits for the condition, at most this long, and takes a sample every second meanwhile. */
    private void await(Phase phase, long nanosMax, BooleanSupplier condition) {
        long deadline = run.now() + nanosMax;
        while (run.now() < deadline && !condition.getAsBoolean()) {
            long nextSample = timeline.lastNanos() + SECOND_NANOS;
            Waiting.sleep(Math.min(POLL_NANOS, Math.min(deadline, nextSample) - run.now()) + 500_000);
            if (run.now() >= nextSample) {
                sample(phase);
            }
        }
    }

    private void sample(Phase phase) {
        List<Sample> samples = new ArrayList<>(fleet.take());
        samples.add(Waiting.await(publisher.take()));
        timeline.add(phase, Sample.sum(samples));
    }
}
