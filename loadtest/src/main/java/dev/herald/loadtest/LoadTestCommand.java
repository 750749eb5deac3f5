package dev.herald.loadtest;

import dev.herald.loadtest.load.Descriptors;
import dev.herald.loadtest.load.LoadTest;
import dev.herald.loadtest.load.Outcome;
import dev.herald.loadtest.load.Phase;
import dev.herald.loadtest.load.Plan;
import dev.herald.loadtest.proxy.FaultProxy;
import dev.herald.loadtest.report.Progress;
import dev.herald.loadtest.report.Summary;
import dev.herald.loadtest.report.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: reads the options, runs the test, tells the outcome. Confined to the main thread. */
@Command(
        name = "herald loadtest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Opens streams, publishes at a fixed rate, checks every delivery.",
            "Speaks to Herald by default; with paths, headers and a body of your own, to any SSE server."
        },
        footer = {
            "",
            "Exit codes: 0 passed, 1 a threshold was missed or the run broke, 2 wrong usage.",
            "Templates may hold {user}, {topic}, {token} and {payload}.",
            "",
            "Example, 10,000 streams of 10,000 users, 5,000 events a second:",
            "  herald loadtest --secret-file herald-data/token-secret --streams 10000 \\",
            "    --rate 5000 --fail-if 'p99>100ms'"
        })
final class LoadTestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final StreamOptions streams = new StreamOptions();

    @Mixin
    private final PublishOptions publishing = new PublishOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Mixin
    private final FaultOptions faults = new FaultOptions();

    @Mixin
    private final RequestOptions requests = new RequestOptions();

    @Mixin
    private final OutcomeOptions outcomes = new OutcomeOptions();

    @Override
    public Integer call() throws IOException {
        try {
            Verdict verdict = outcomes.verdict(faults.streams());
            String secret = server.secret();
            Outcome outcome = run(secret);
            List<String> violations = verdict.violations(outcome);
            tell(outcome, violations);
            outcomes.write(typed(secret), outcome, violations);
            return violations.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (WrongUsage e) {
            throw new ParameterException(commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Outcome run(@Nullable String secret) {
        InetSocketAddress address = server.address();
        try (FaultProxy proxy = faults.proxyBefore(address)) {
            Plan plan = plan(proxy == null ? address : proxy.address(), address, secret);
            Descriptors.shortage(plan).ifPresent(shortage -> {
                throw new WrongUsage(shortage);
            });
            outcomes.makeSureThatFilesCanBeWritten(); // last: it makes them
            PrintWriter out = commandLine().getOut();
            return new LoadTest(plan, server.pids(), second -> {
                        if (proxy != null && second.phase() == Phase.DRAINING) {
                            proxy.calm(); // or the last streams would be cut again while they catch up
                        }
                        out.println(Progress.line(second));
                        out.flush();
                    })
                    .run();
        }
    }

    private Plan plan(InetSocketAddress subscribeAt, InetSocketAddress publishAt, @Nullable String secret) {
        return new Plan(
                subscribeAt,
                publishAt,
                requests.requests(server.authority(), publishing.target(), secret),
                Optional.ofNullable(secret),
                streams.userPrefix(),
                streams.plan(faults, time.duration()),
                publishing.plan(),
                time.warmup(),
                time.duration(),
                time.drain(),
                time.opening(),
                time.tick());
    }

    private void tell(Outcome outcome, List<String> violations) {
        PrintWriter out = commandLine().getOut();
        out.println(Summary.of(outcome));
        violations.forEach(violation -> out.println("FAILED " + violation));
        out.println(violations.isEmpty() ? "passed" : "failed");
        out.flush();
    }

    /** What was typed, but for what lets one in: reports are passed around. */
    private String typed(@Nullable String secret) {
        String typed = commandLine().getParseResult().originalArgs().stream()
                .map(RequestOptions::withoutCredentials)
                .collect(Collectors.joining(" "));
        return "herald loadtest " + (secret == null ? typed : typed.replace(secret, "***"));
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
