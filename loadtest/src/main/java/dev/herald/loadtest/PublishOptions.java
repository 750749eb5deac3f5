package dev.herald.loadtest;

import dev.herald.loadtest.load.Plan;
import dev.herald.loadtest.load.TargetKind;
import dev.herald.loadtest.wire.Stamp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which events are published, to whom, and how fast. Confined to the main thread. */
@Command(optionListHeading = "%nPublishing:%n")
final class PublishOptions {
    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Events a second; 0 holds the streams and publishes nothing. Default: ${DEFAULT-VALUE}")
    private double rate = 100;

    @Option(
            names = "--target",
            paramLabel = "KIND",
            description = "user, topic or broadcast. Default: ${DEFAULT-VALUE}")
    private TargetKind target = TargetKind.USER;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            description = "Bytes of an event's payload. Default: ${DEFAULT-VALUE}")
    private int size = 100;

    @Option(names = "--publishers", paramLabel = "N", description = "Publishing connections. Default: ${DEFAULT-VALUE}")
    private int publishers = 4;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description =
                    "Most unanswered publishes on a connection; 1 for a server that takes no pipelining. Default: ${DEFAULT-VALUE}")
    private int inFlight = 64;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "So many events in a row go to the same publishing connection, so that those due in one pass"
                    + " are one write; at most what is in flight there. Default: ${DEFAULT-VALUE}")
    private int batch = 1;

    TargetKind target() {
        return target;
    }

    Plan.Publishing plan() {
        WrongUsage.unless(rate >= 0, "--rate must not be negative");
        WrongUsage.unless(size >= Stamp.LENGTH, "--size must be at least " + Stamp.LENGTH + ", for the stamp");
        WrongUsage.unless(publishers > 0, "--publishers must be at least 1");
        WrongUsage.unless(inFlight > 0, "--in-flight must be at least 1");
        WrongUsage.unless(batch > 0 && batch <= inFlight, "--batch must be from 1 to --in-flight");
        return new Plan.Publishing(target, rate, size, publishers, batch, inFlight);
    }
}
