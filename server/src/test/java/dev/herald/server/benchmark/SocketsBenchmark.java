package dev.herald.server.benchmark;

import dev.herald.auth.TokenConfig;
import dev.herald.auth.TokenIssuer;
import dev.herald.server.TestFolder;
import dev.herald.server.TestServer;
import dev.herald.server.contract.Crowd;
import dev.herald.server.contract.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an idle stream costs with everything that belongs to it: a server in a process of its own, opened streams over
 * loopback from this one, and its memory at several counts. The slope of the line through them is what one stream more
 * costs, and supports an extrapolation to counts that no single process may open. Linux only.
 *
 * <p>The server's heap is of fixed size and touched before it is used, so that what its resident memory grows by lies
 * outside of the heap: the sum of both slopes is the memory of a stream, the kernel's apart. Its second compiler is off,
 * whose own memory moves by megabytes while it works: that came to 1,000 bytes a stream, which are not the streams'.
 * {@code -Dherald.server.options} replaces all this. Arguments: the counts (5000 10000 19000).
 */
public final class SocketsBenchmark {
    private static final String SERVER_OPTIONS =
            System.getProperty("herald.server.options", "-Xms1g -Xmx1g -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=1");
    private static final int WARM_UP = 5_000;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration REST = Duration.ofSeconds(6); // longer than sessions are remembered
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long POLL_NANOS = 10_000_000;

    private final int[] counts;
    private final Duration idle;
    private final Duration rest;
    private final PrintStream out;
    private final String serverOptions;
    private final TokenIssuer issuer = new TokenIssuer(TokenConfig.ofSecret(TestServer.SECRET), Clock.systemUTC());

    /**
     * @param counts of streams, rising
     * @param idle how long the CPU of idle streams is measured
     * @param rest between opening and weighing
     * @param serverOptions of the server's JVM
     */
    SocketsBenchmark(int[] counts, Duration idle, Duration rest, PrintStream out, String serverOptions) {
        this.counts = counts.clone();
        this.idle = idle;
        this.rest = rest;
        this.out = out;
        this.serverOptions = serverOptions;
    }

    public static void main(String[] args) throws IOException {
        int[] counts = args.length == 0
                ? new int[] {5_000, 10_000, 19_000}
                : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        try (TestFolder folder = TestFolder.onDisk()) {
            new SocketsBenchmark(
                            counts,
                            IDLE,
                            REST,
                            new PrintStream(System.out, true, StandardCharsets.UTF_8),
                            SERVER_OPTIONS)
                    .run(folder.path());
        }
    }

    /** @param folder for the server's database */
    void run(Path folder) throws IOException {
        out.printf("server: Java %s %s%n", Runtime.version(), serverOptions);
        List<Point> bare = bareConnections(folder);
        List<Point> streams = streams(folder);
        new ClassTable(grown(streams), grown(bare), counts[counts.length - 1] - counts[0]).print(out);
        tell("connection", bare);
        tell("stream", streams);
    }

    private List<Point> bareConnections(Path folder) throws IOException {
        List<Point> points = new ArrayList<>();
        try (ServerProcess server = start(BareServer.class, folder)) {
            try (BareConnections warmUp = new BareConnections()) {
                warmUp.open(server.port(), warmUpCount());
            }
            settle(server);
            try (BareConnections connections = new BareConnections()) {
                for (int count : counts) {
                    connections.open(server.port(), count - server.streams());
                    await(() -> server.streams() == count);
                    points.add(measure(server, count, "bare connections"));
                }
            }
        }
        return points;
    }

    private List<Point> streams(Path folder) throws IOException {
        List<Point> points = new ArrayList<>();
        try (ServerProcess server = start(ServerProcess.class, folder)) {
            try (Crowd warmUp = new Crowd()) {
                warmUp.open(server.port(), tokens(0, warmUpCount()), LIMIT);
            }
            settle(server);
            try (Crowd crowd = new Crowd()) {
                for (int count : counts) {
                    crowd.open(server.port(), tokens(server.streams(), count - 1), LIMIT);
                    LockSupport.parkNanos(rest.toNanos());
                    crowd.open(server.port(), tokens(count - 1, count), LIMIT); // its check tidies after the others
                    points.add(measure(server, count, "streams"));
                }
                idle(server, counts[counts.length - 1]);
            }
        }
        return points;
    }

    private void tell(String what, List<Point> points) {
        double heap = slope(points, Point::heapBytes);
        double resident = slope(points, Point::residentBytes);
        out.printf(
                "a %s: heap %,.0f bytes, resident %,.0f bytes, both %,.0f bytes%n",
                what, heap, resident, heap + resident);
    }

    private ServerProcess start(Class<?> program, Path folder) {
        return ServerProcess.start(program, folder, serverOptions.split(" "));
    }

    /** What comes with the first streams and the first count, code above all, is there before the first figure. */
    private static void settle(ServerProcess server) throws IOException {
        await(() -> server.streams() == 0);
        ClassHistogram.ofLive(server.handle());
    }

    private int warmUpCount() {
        return Math.min(WARM_UP, counts[0]);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the server has not come as far within " + LIMIT);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void idle(ServerProcess server, int streams) {
        Duration before = cpu(server);
        LockSupport.parkNanos(idle.toNanos());
        Duration used = cpu(server).minus(before);
        out.printf(
                "idle for %.1f s: %.2f us of CPU a stream and second, those of the server's own ticks included%n",
                idle.toMillis() / 1e3, used.toNanos() / 1e3 / streams / (idle.toNanos() / 1e9));
    }

    private List<String> tokens(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> issuer.issue("user-" + i, "session-" + i, Set.of(), List.of(), Duration.ofHours(1)))
                .toList();
    }

    private Point measure(ServerProcess server, int count, String of) throws IOException {
        ClassHistogram live = ClassHistogram.ofLive(server.handle());
        Point point = new Point(count, live, residentBytes(server.handle().pid()));
        out.printf(
                "%,7d %s: heap %,d KiB, resident %,d KiB%n",
                count, of, point.heapBytes() / 1024, point.residentBytes / 1024);
        return point;
    }

    private static ClassHistogram grown(List<Point> points) {
        return points.get(points.size() - 1).live.minus(points.get(0).live);
    }

    private static Duration cpu(ServerProcess server) {
        return server.handle().info().totalCpuDuration().orElseThrow();
    }

    /** As proc(5) has it. */
    private static long residentBytes(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
            return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    /** Of the line of least squares. */
    static double slope(List<Point> points, ToLongFunction<Point> value) {
        double meanX = points.stream().mapToDouble(Point::streams).average().orElseThrow();
        double meanY = points.stream().mapToLong(value).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Point point : points) {
            double x = point.streams - meanX;
            covariance += x * (value.applyAsLong(point) - meanY);
            variance += x * x;
        }
        return covariance / variance;
    }

    /** The server's memory with so many streams. */
    record Point(int streams, ClassHistogram live, long residentBytes) {
        long heapBytes() {
            return live.bytes();
        }
    }
}
