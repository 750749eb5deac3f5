package dev.herald.loadtest;

import dev.herald.loadtest.load.Plan;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many streams, whose they are, and how they are opened. Confined to the main thread. */
@Command(optionListHeading = "%nStreams:%n")
final class StreamOptions {
    @Option(names = "--streams", paramLabel = "N", description = "How many to open. Default: ${DEFAULT-VALUE}")
    private int streams = 1_000;

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "Users that the streams are spread over. Default: one for each stream")
    private int users;

    @Option(
            names = "--topics",
            paramLabel = "N",
            description =
                    "Topics that the streams are spread over, for --target topic; at most one for each. Default: ${DEFAULT-VALUE}")
    private int topics = 100;

    @Option(
            names = "--user-prefix",
            paramLabel = "TEXT",
            description = "Users are named by it and a number from 0. Default: ${DEFAULT-VALUE}")
    private String userPrefix = "load-";

    @Option(names = "--ramp", paramLabel = "N", description = "Streams to open a second. Default: ${DEFAULT-VALUE}")
    private int ramp = 2_000;

    @Option(names = "--loops", paramLabel = "N", description = "Event loops for the streams. Default: ${DEFAULT-VALUE}")
    private int loops = 1;

    @Option(
            names = "--source-addresses",
            paramLabel = "IP",
            split = ",",
            description = "Local addresses to connect from, in turn: each has its own 28,000 ports")
    private List<InetAddress> sources = new ArrayList<>();

    @Option(
            names = "--receive-buffer",
            paramLabel = "BYTES",
            description = "SO_RCVBUF of the streams, so that stalled ones fill up soon. Default: the system's")
    private int receiveBuffer;

    String userPrefix() {
        WrongUsage.unless(
                userPrefix.matches("[A-Za-z0-9._~-]*"), "--user-prefix may hold letters, digits and . _ ~ - only");
        return userPrefix;
    }

    /** @param measured how long the run is measured */
    Plan.Streams plan(FaultOptions faults, Duration measured) {
        WrongUsage.unless(streams > 0, "--streams must be at least 1");
        WrongUsage.unless(users >= 0, "--users must not be negative");
        WrongUsage.unless(users <= streams, "--users must be at most --streams: each needs one to be checked");
        WrongUsage.unless(topics > 0, "--topics must be at least 1");
        WrongUsage.unless(ramp > 0, "--ramp must be at least 1");
        WrongUsage.unless(loops > 0, "--loops must be at least 1");
        WrongUsage.unless(receiveBuffer >= 0, "--receive-buffer must not be negative");
        return new Plan.Streams(
                streams,
                users == 0 ? streams : users,
                Math.min(topics, streams),
                ramp,
                loops,
                sources,
                receiveBuffer,
                faults.stalledShare(),
                Optional.ofNullable(faults.herdAt(measured)));
    }
}
