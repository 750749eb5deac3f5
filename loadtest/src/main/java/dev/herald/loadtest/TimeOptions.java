package dev.herald.loadtest;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long each part of the run takes, and how closely the tool looks. Confined to the main thread. */
@Command(optionListHeading = "%nTime:%n")
final class TimeOptions {
    /** Longer, and it would be the tool that is measured. */
    private static final Duration TICK_MAX = Duration.ofMillis(100);

    @Option(
            names = "--opening",
            paramLabel = "TIME",
            description = "Wait at most, after the ramp, for streams that are not open yet. Default: 30s")
    private Duration opening = Duration.ofSeconds(30);

    @Option(names = "--warmup", paramLabel = "TIME", description = "Checked, not measured. Default: 2s")
    private Duration warmup = Duration.ofSeconds(2);

    @Option(names = "--duration", paramLabel = "TIME", description = "Measured. Default: 10s")
    private Duration duration = Duration.ofSeconds(10);

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            description = "Wait at most for what is still on its way. Default: 10s")
    private Duration drain = Duration.ofSeconds(10);

    @Option(
            names = "--tick",
            paramLabel = "TIME",
            description = "Look once in this time at what is due and what has come, instead of at once: far less CPU"
                    + " for the tool at high rates, and up to a tick more latency at each end. Default: 0ms")
    private Duration tick = Duration.ZERO;

    Duration opening() {
        return opening;
    }

    Duration warmup() {
        return warmup;
    }

    Duration duration() {
        return duration;
    }

    Duration drain() {
        return drain;
    }

    Duration tick() {
        WrongUsage.unless(tick.compareTo(TICK_MAX) <= 0, "--tick must be at most " + TICK_MAX.toMillis() + "ms");
        return tick;
    }
}
