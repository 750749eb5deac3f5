package dev.herald.loadtest;

import dev.herald.loadtest.load.LoadTest;
import dev.herald.loadtest.load.Outcome;
import dev.herald.loadtest.load.Phase;
import dev.herald.loadtest.load.Plan;
import dev.herald.loadtest.load.TargetKind;
import dev.herald.loadtest.proxy.FaultPlan;
import dev.herald.loadtest.proxy.FaultProxy;
import dev.herald.loadtest.report.HtmlReport;
import dev.herald.loadtest.report.JsonReport;
import dev.herald.loadtest.report.Progress;
import dev.herald.loadtest.report.Summary;
import dev.herald.loadtest.report.Threshold;
import dev.herald.loadtest.wire.Requests;
import dev.herald.loadtest.wire.Stamp;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: reads the options, runs the test, tells the outcome. Confined to the main thread. */
@Command(
        name = "herald loadtest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Opens streams, publishes at a fixed rate, checks every delivery.",
            "Speaks to Herald by default; with paths, headers and a body of your own, to any SSE server.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 passed, 1 a threshold was missed or the run broke, 2 wrong usage.",
            "Templates may hold {user}, {topic}, {token} and {payload}.",
            "",
            "Example, 10,000 streams of 10,000 users, 5,000 events a second:",
            "  herald loadtest --secret-file herald-data/token-secret --streams 10000 --rate 5000 --fail-if 'p99>100ms' --fail-if 'lost>0'"
        })
final class LoadTestCommand implements Callable<Integer> {
    private static final String SUBSCRIBE_PATH = "/api/v1/auth/sse/notifications/";

    /** Longer, and it would be the tool that is measured. */
    private static final Duration TICK_MAX = Duration.ofMillis(100);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--url", paramLabel = "URL", description = "The server. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:8000");

    @Option(
            names = "--secret",
            paramLabel = "TEXT",
            description = "Signs the tokens with HS256: the server's auth.token-secret. Without it, no tokens are sent")
    private @Nullable String secret;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "The same, read from a file: what is typed here shows in the list of processes")
    void readSecret(Path file) {
        try {
            secret = Files.readString(file).strip(); // as the server reads its own
        } catch (IOException e) {
            throw wrong("--secret-file " + file + " cannot be read: " + e);
        }
        if (secret.isEmpty()) {
            throw wrong("--secret-file " + file + " is empty");
        }
    }

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
            description = "Topics that the streams are spread over, for --target topic. Default: ${DEFAULT-VALUE}")
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
            description = {
                "So many events in a row go to the same publishing connection, so that those due in one pass are",
                "one write; at most what is in flight there. Default: ${DEFAULT-VALUE}"
            })
    private int batch = 1;

    @Option(
            names = "--tick",
            paramLabel = "TIME",
            description = {
                "Look once in this time at what is due and what has come, instead of at once: far less CPU for the",
                "tool at high rates, and up to a tick more latency at each end. Default: 0ms"
            })
    private Duration tick = Duration.ZERO;

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
            names = "--opening",
            paramLabel = "TIME",
            description = "Wait at most, after the ramp, for streams that are not open yet. Default: 30s")
    private Duration opening = Duration.ofSeconds(30);

    @Option(
            names = "--stall",
            paramLabel = "SHARE",
            description = "Share of the streams, 0 to 1, that stop reading while the run is measured")
    private double stall;

    @Option(
            names = "--reconnect-herd",
            paramLabel = "TIME",
            description = "So long into the measured time, close all streams and open them again at once")
    private @Nullable Duration herd;

    @Option(names = "--subscribe-path", paramLabel = "PATH", description = "Template. Default: Herald's")
    private @Nullable String subscribePath;

    @Option(names = "--publish-path", paramLabel = "PATH", description = "Template. Default: Herald's")
    private String publishPath = "/api/v1/events/";

    @Option(
            names = "--header",
            paramLabel = "LINE",
            description = "Template of a header for all requests, instead of Authorization: Bearer {token}; repeatable")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--content-type", paramLabel = "TYPE", description = "Of the body. Default: ${DEFAULT-VALUE}")
    private String contentType = "application/json";

    @Option(names = "--body", paramLabel = "TEXT", description = "Template of a publish. Default: Herald's")
    private @Nullable String body;

    @Option(
            names = "--through-proxy",
            paramLabel = "FAULTS",
            description = {
                "Open the streams through a proxy that fails, such as delay=20ms,cut=0.01,stall=0.05:",
                "each second that share of the connections is reset, or stands still for a second"
            })
    private @Nullable FaultPlan faults;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            split = ",",
            description = "The server's processes on this machine, to see their CPU and memory")
    private List<Long> pids = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there as JSON")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a report with plots there")
    private @Nullable Path html;

    @Option(
            names = "--fail-if",
            paramLabel = "RULE",
            description =
                    "Such as p99>100ms; repeatable. Default: anything not opened, lost, twice, out of order or misrouted")
    private List<String> failIf = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        List<Threshold> thresholds = thresholds();
        InetSocketAddress server = server();
        PrintWriter out = spec().commandLine().getOut();
        Outcome outcome;
        try (FaultProxy proxy = faults == null ? null : FaultProxy.before(server)) {
            if (proxy != null && faults != null) {
                proxy.follow(faults);
            }
            Plan plan = plan(proxy == null ? server : proxy.address(), server);
            outcome = new LoadTest(plan, pids, second -> {
                        if (proxy != null && second.phase() == Phase.DRAINING) {
                            proxy.calm(); // or the last streams would be cut again while they catch up
                        }
                        out.println(Progress.line(second));
                        out.flush();
                    })
                    .run();
        }
        List<String> violations = thresholds.stream()
                .flatMap(each -> each.violation(outcome).stream())
                .toList();
        out.println(Summary.of(outcome));
        violations.forEach(violation -> out.println("FAILED " + violation));
        out.println(violations.isEmpty() ? "passed" : "failed");
        out.flush();
        if (json != null) {
            Files.writeString(json, JsonReport.of(commandLine(), outcome, violations));
        }
        if (html != null) {
            Files.writeString(html, HtmlReport.of(commandLine(), outcome, violations));
        }
        return violations.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** What was typed, but for the secret: reports are passed around. */
    private String commandLine() {
        String typed = String.join(" ", spec().commandLine().getParseResult().originalArgs());
        return "herald loadtest " + (secret == null ? typed : typed.replace(secret, "***"));
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private List<Threshold> thresholds() {
        List<String> rules = failIf.isEmpty()
                ? List.of(
                        "unopened>0",
                        "publish-refused>0",
                        "unsent>0",
                        "lost>0",
                        "duplicates>0",
                        "reordered>0",
                        "misrouted>0")
                : failIf;
        try {
            return rules.stream().map(Threshold::parse).toList();
        } catch (IllegalArgumentException e) {
            throw wrong("--fail-if: " + e.getMessage());
        }
    }

    private InetSocketAddress server() {
        check("http".equals(url.getScheme()) && url.getHost() != null, "--url must be like http://127.0.0.1:8000");
        InetSocketAddress server = new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
        check(!server.isUnresolved(), "--url: there is no host " + url.getHost());
        return server;
    }

    private Plan plan(InetSocketAddress subscribeAt, InetSocketAddress publishAt) {
        check(streams > 0, "--streams must be at least 1");
        check(users >= 0, "--users must not be negative");
        check(topics > 0, "--topics must be at least 1");
        check(ramp > 0, "--ramp must be at least 1");
        check(loops > 0, "--loops must be at least 1");
        check(publishers > 0, "--publishers must be at least 1");
        check(inFlight > 0, "--in-flight must be at least 1");
        check(batch > 0 && batch <= inFlight, "--batch must be from 1 to --in-flight");
        check(tick.compareTo(TICK_MAX) <= 0, "--tick must be at most " + TICK_MAX.toMillis() + "ms");
        check(receiveBuffer >= 0, "--receive-buffer must not be negative");
        check(userPrefix.matches("[A-Za-z0-9._~-]*"), "--user-prefix may hold letters, digits and . _ ~ - only");
        check(rate >= 0, "--rate must not be negative");
        check(size >= Stamp.LENGTH, "--size must be at least " + Stamp.LENGTH + ", for the stamp");
        check(stall >= 0 && stall <= 1, "--stall must be from 0 to 1");
        return new Plan(
                subscribeAt,
                publishAt,
                requests(),
                Optional.ofNullable(secret),
                userPrefix,
                new Plan.Streams(
                        streams,
                        users == 0 ? streams : Math.min(users, streams),
                        Math.min(topics, streams),
                        ramp,
                        loops,
                        sources,
                        receiveBuffer,
                        stall,
                        Optional.ofNullable(herd)),
                new Plan.Publishing(target, rate, size, publishers, batch, inFlight),
                warmup,
                duration,
                drain,
                opening,
                tick);
    }

    private Requests requests() {
        List<String> lines = headers.isEmpty() && secret != null ? List.of("Authorization: Bearer {token}") : headers;
        String path = subscribePath != null
                ? subscribePath
                : target == TargetKind.TOPIC ? SUBSCRIBE_PATH + "?topic={topic}" : SUBSCRIBE_PATH;
        return new Requests(
                url.getAuthority(), path, publishPath, lines, contentType, body != null ? body : heraldBody());
    }

    private String heraldBody() {
        String address = switch (target) {
            case USER -> "\"user\":\"{user}\"";
            case TOPIC -> "\"topic\":\"{topic}\"";
            case BROADCAST -> "\"broadcast\":true";
        };
        return "{" + address + ",\"type\":\"load\",\"data\":\"{payload}\"}";
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw wrong(otherwise);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec().commandLine(), message);
    }
}
