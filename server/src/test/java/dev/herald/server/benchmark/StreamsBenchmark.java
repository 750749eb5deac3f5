package dev.herald.server.benchmark;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Topic;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What an idle stream costs, with very many of them: real streams on {@link QuietChannel}s, each of a user of its own,
 * opened by the way that HTTP opens them. Prints the heap that a stream takes, the part of the bare channel apart and
 * class by class; the CPU of a heartbeat; and the time of a broadcast to all. Arguments: how many streams (100,000), and
 * the heartbeat in seconds (10). A million fit into a heap of 8 GB. docs/PERFORMANCE.md says how to start it.
 */
public final class StreamsBenchmark {
    private static final Duration REST = Duration.ofSeconds(6); // longer than sessions are remembered
    private static final int BROADCASTS_TO_WARM_UP = 5;
    private static final int BROADCASTS = 10;
    private static final String DATA = "{\"type\":\"T\",\"data\":\"" + "x".repeat(78) + "\"}"; // 100 bytes
    private static final NewEvent EVENT = new NewEvent(List.of(Topic.BROADCAST), "message", DATA);
    private static final long POLL_NANOS = 100_000;

    private final int count;
    private final Duration heartbeat;
    private final Duration rest;
    private final PrintStream out;

    /** @param rest between opening and weighing */
    StreamsBenchmark(int count, Duration heartbeat, Duration rest, PrintStream out) {
        this.count = count;
        this.heartbeat = heartbeat;
        this.rest = rest;
        this.out = out;
    }

    public static void main(String[] args) {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        new StreamsBenchmark(
                        count,
                        Duration.ofSeconds(seconds),
                        REST,
                        new PrintStream(System.out, true, StandardCharsets.UTF_8))
                .run();
    }

    void run() {
        QuietChannel[] channels = new QuietChannel[count]; // made first, so that it counts as nobody's
        try (QuietNode node = new QuietNode(count, heartbeat)) {
            out.printf(
                    "%,d streams, %d event loops, heartbeat %d s, Java %s%n",
                    count, node.loops(), heartbeat.toSeconds(), Runtime.version());
            warmUp(node);
            ClassHistogram empty = ClassHistogram.ofLive();
            long directBefore = directBytes();
            for (int i = 0; i < count; i++) {
                channels[i] = node.connect();
            }
            node.settle();
            ClassHistogram bare = ClassHistogram.ofLive();
            long began = System.nanoTime();
            node.open(channels);
            double seconds = (System.nanoTime() - began) / 1e9;
            out.printf("opened in %.1f s, %,.0f a second%n", seconds, count / seconds);
            LockSupport.parkNanos(rest.toNanos());
            node.tidy();
            new ClassTable(ClassHistogram.ofLive().minus(empty), bare.minus(empty), count).print(out);
            out.printf(
                    "buffers outside the heap a stream: %,.1f bytes%n",
                    (double) (directBytes() - directBefore) / count);
            heartbeats(node);
            broadcasts(node);
        }
    }

    /** What is made once, however many streams follow, exists afterwards. */
    private static void warmUp(QuietNode node) {
        node.publish(EVENT);
        node.settle();
        Cpu.now();
        ClassHistogram.ofLive();
    }

    /** The second round, when the code is compiled. */
    private void heartbeats(QuietNode node) {
        LockSupport.parkNanos(heartbeat.toNanos());
        long takenBefore = node.taken();
        Cpu before = Cpu.now();
        LockSupport.parkNanos(heartbeat.toNanos());
        Cpu used = Cpu.now().since(before);
        long sent = node.taken() - takenBefore;
        out.printf(
                "heartbeats: %,d in %d s; CPU of one %.2f us on the event loops, %.2f us in the whole process%n",
                sent, heartbeat.toSeconds(), micros(used.loopNanos(), sent), micros(used.processNanos(), sent));
    }

    private void broadcasts(QuietNode node) {
        for (int i = 0; i < BROADCASTS_TO_WARM_UP; i++) {
            broadcast(node);
        }
        double[] millis = new double[BROADCASTS];
        Cpu before = Cpu.now();
        for (int i = 0; i < BROADCASTS; i++) {
            millis[i] = broadcast(node) / 1e6;
        }
        Cpu used = Cpu.now().since(before);
        Arrays.sort(millis);
        long frames = (long) BROADCASTS * count;
        out.printf(
                "broadcast to all: %.1f ms (fastest %.1f, slowest %.1f of %d); CPU of one delivery %.3f us on the event"
                        + " loops, %.3f us in the whole process%n",
                millis[BROADCASTS / 2],
                millis[0],
                millis[BROADCASTS - 1],
                BROADCASTS,
                micros(used.loopNanos(), frames),
                micros(used.processNanos(), frames));
    }

    /** Nanoseconds from handing it to the log until the last stream has written it. */
    private long broadcast(QuietNode node) {
        long expected = node.delivered() + count;
        long began = System.nanoTime();
        node.publish(EVENT);
        while (node.delivered() < expected) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return System.nanoTime() - began;
    }

    private static double micros(long nanos, long times) {
        return nanos / 1e3 / Math.max(1, times);
    }

    private static long directBytes() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
