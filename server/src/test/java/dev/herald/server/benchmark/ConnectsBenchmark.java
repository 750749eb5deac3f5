package dev.herald.server.benchmark;

import dev.herald.auth.TokenConfig;
import dev.herald.auth.TokenIssuer;
import dev.herald.server.TestFolder;
import dev.herald.server.TestServer;
import dev.herald.server.contract.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What opening a stream costs the server, and what closing it: accepting, reading the request, verifying the token
 * (HS256), checking its session in SQLite, the head and the first block. A server in a process of its own; each stream
 * is another user with another token, in each round too, since what the server remembers of a user would flatter it.
 * Round after round on one server, until its compiler has done its work. Linux only.
 *
 * <p>{@code -Dherald.server.options} gives the server's JVM options. Arguments: streams of a round (5000; at most half of
 * the descriptors that a process may have, less a few), and rounds (40).
 */
public final class ConnectsBenchmark {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long POLL_NANOS = 10_000_000;

    private final int streams;
    private final int rounds;
    private final PrintStream out;
    private final TokenIssuer issuer = new TokenIssuer(TokenConfig.ofSecret(TestServer.SECRET), Clock.systemUTC());

    ConnectsBenchmark(int streams, int rounds, PrintStream out) {
        this.streams = streams;
        this.rounds = rounds;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        int streams = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 40;
        try (TestFolder folder = TestFolder.onDisk()) {
            new ConnectsBenchmark(streams, rounds, new PrintStream(System.out, true, StandardCharsets.UTF_8))
                    .run(folder.path(), System.getProperty("herald.server.options", "-Xms1g -Xmx1g"));
        }
    }

    /** @param folder for the server's database */
    void run(Path folder, String serverOptions) throws IOException {
        out.printf("server: Java %s %s%n", Runtime.version(), serverOptions);
        List<Round> done = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(ServerProcess.class, folder, serverOptions.split(" "))) {
            out.printf(
                    "server's pid %d; microseconds of its CPU for each stream:%n",
                    server.handle().pid());
            for (int i = 0; i < rounds; i++) {
                done.add(round(server, i));
                tell("round " + (i + 1), done.subList(i, i + 1));
            }
        }
        tell("median of the later half", done.subList(rounds / 2, rounds));
    }

    private Round round(ServerProcess server, int number) throws IOException {
        List<ByteBuffer> requests = IntStream.range(0, streams)
                .mapToObj(i -> OpenedStreams.request(token(number + "-" + i)))
                .toList();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + number % 100)});
        long pid = server.handle().pid();
        ThreadTimes before = ThreadTimes.of(pid);
        ThreadTimes opened;
        long nanos = -System.nanoTime();
        try (OpenedStreams open = new OpenedStreams(address, from)) {
            open.open(requests);
            nanos += System.nanoTime();
            await(server, streams);
            opened = ThreadTimes.of(pid);
        }
        await(server, 0);
        ThreadTimes closed = ThreadTimes.of(pid);
        return new Round(streams / (nanos / 1e9), opened.microsSince(before), closed.microsSince(opened));
    }

    private String token(String name) {
        return issuer.issue("user-" + name, "session-" + name, Set.of(), List.of(), Duration.ofHours(1));
    }

    private static void await(ServerProcess server, int open) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (server.streams() != open) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not " + open + " streams within " + LIMIT);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void tell(String what, List<Round> of) {
        List<Map<ThreadTimes.Kind, Double>> openings =
                of.stream().map(Round::opening).toList();
        List<Map<ThreadTimes.Kind, Double>> closings =
                of.stream().map(Round::closing).toList();
        out.printf(
                "%s: %,.0f opened a second; open %s; close %s%n",
                what, median(of.stream().map(Round::openedPerSecond).toList()), micros(openings), micros(closings));
    }

    /** Of each kind of thread, and of all but the compiler, whose work comes to an end. */
    private String micros(List<Map<ThreadTimes.Kind, Double>> rounds) {
        Map<ThreadTimes.Kind, Double> each = new EnumMap<>(ThreadTimes.Kind.class);
        for (ThreadTimes.Kind kind : ThreadTimes.Kind.values()) {
            each.put(kind, median(rounds.stream().map(round -> round.get(kind)).toList()) / streams);
        }
        double all = each.values().stream().mapToDouble(Double::doubleValue).sum();
        StringBuilder text = new StringBuilder("%.1f (".formatted(all - each.get(ThreadTimes.Kind.COMPILER)));
        each.forEach((kind, micros) ->
                text.append("%s %.1f ".formatted(kind.name().toLowerCase(Locale.ROOT), micros)));
        return text.toString().stripTrailing() + ")";
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** CPU in microseconds, of all its streams together. */
    private record Round(
            double openedPerSecond, Map<ThreadTimes.Kind, Double> opening, Map<ThreadTimes.Kind, Double> closing) {}
}
