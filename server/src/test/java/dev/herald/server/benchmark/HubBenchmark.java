package dev.herald.server.benchmark;

import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.ManualExecutor;
import dev.herald.server.ManualLoops;
import dev.herald.server.hub.Framing;
import dev.herald.server.hub.Hub;
import dev.herald.server.hub.LoopHub;
import dev.herald.server.log.Entry;
import dev.herald.server.log.EventLog;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.LogRecord;
import dev.herald.server.log.MemoryEventLog;
import dev.herald.server.metrics.ServerMetrics;
import dev.herald.server.session.BlockingPool;
import dev.herald.server.session.SessionGate;
import dev.herald.server.stream.OtherNodes;
import dev.herald.server.stream.Refusal;
import dev.herald.server.stream.StreamConfig;
import dev.herald.server.stream.StreamHandler;
import dev.herald.server.stream.StreamOpening;
import dev.herald.server.stream.StreamRequest;
import dev.herald.server.stream.Streams;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.Channel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the log's tail to a flushed channel, for real streams on {@link QuietChannel}s of one event loop, all on one
 * thread: what a delivery costs without the kernel.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HubBenchmark {
    private static final int STREAMS = 1_000;
    private static final int BATCH = 10;
    private static final String DATA = "{\"type\":\"T\",\"data\":\"" + "x".repeat(78) + "\"}"; // 100 bytes

    private final ManualExecutor checks = new ManualExecutor();
    private final List<Topic> users = new ArrayList<>();
    private final AtomicLong taken = new AtomicLong();
    private ManualLoops loops;
    private EventLog log;
    private Hub hub;
    private Streams streams;
    private Position tail;
    private int user;

    /** On the thread that runs the benchmark, which is the event loop's. */
    @Setup
    public void open() {
        loops = new ManualLoops(1);
        log = new MemoryEventLog(LogConfig.defaults(), Clock.systemUTC(), () -> true);
        tail = log.tail();
        ServerMetrics metrics = new ServerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        SessionGate sessions = new SessionGate(
                asked -> Collections.nCopies(asked.size(), new SessionCheck.Current(1)), new BlockingPool(checks));
        hub = new Hub(loops, tail, sessions, probe -> {}, metrics);
        streams = new Streams(StreamConfig.defaults(), hub, log, sessions, OtherNodes.NONE, metrics, Clock.systemUTC());
        for (int i = 0; i < STREAMS; i++) {
            open("user-" + i);
        }
        settle();
        if (streams.registry().open() != STREAMS) {
            throw new IllegalStateException("only " + streams.registry().open() + " streams are open");
        }
    }

    @TearDown
    public void close() {
        streams.close();
        settle();
        hub.loops().forEach(LoopHub::close);
        loops.runAll();
        log.close();
    }

    /** A delivery of an event that goes to all. */
    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public long broadcast() {
        return delivered(List.of(to(Topic.BROADCAST)), STREAMS);
    }

    /** A delivery of ten events in one batch that go to all. */
    @Benchmark
    @OperationsPerInvocation(STREAMS * BATCH)
    public long broadcastBatch() {
        List<LogRecord> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(to(Topic.BROADCAST));
        }
        return delivered(batch, STREAMS * BATCH);
    }

    /** An event to one user, encoded and delivered. */
    @Benchmark
    public long toUser() {
        return delivered(List.of(to(nextUser())), 1);
    }

    /** The same with ten events for as many users in one batch. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long toUserBatch() {
        List<LogRecord> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(to(nextUser()));
        }
        return delivered(batch, BATCH);
    }

    private void open(String userId) {
        QuietChannel channel = new QuietChannel(taken);
        loops.register(channel).syncUninterruptibly();
        Topic topic = Topic.ofUser(userId);
        users.add(topic);
        Principal principal =
                new Principal(userId, "jti", Clock.systemUTC().instant().plus(Duration.ofDays(1)), Set.of(), List.of());
        streams.open(
                channel,
                new StreamRequest(principal, List.of(topic), null, Framing.CHUNKED, "10.0.0.1"),
                new Opening(channel));
    }

    private void settle() {
        do {
            loops.runAll();
        } while (checks.runOne());
    }

    private Topic nextUser() {
        user = (user + 7) % STREAMS;
        return users.get(user);
    }

    private LogRecord to(Topic topic) {
        tail = tail.at(tail.offset() + 1);
        return new LogRecord(
                tail, new Entry.Publication(new NewEvent(List.of(topic), "message", DATA)), System.nanoTime());
    }

    private long delivered(List<LogRecord> records, int expected) {
        long before = taken.get();
        hub.advanced(records, tail);
        loops.runAll();
        if (taken.get() - before != expected) {
            throw new IllegalStateException(taken.get() - before + " deliveries, not " + expected);
        }
        return taken.get();
    }

    private record Opening(Channel channel) implements StreamOpening {
        @Override
        public void accepted(StreamHandler handler) {
            channel.pipeline().addLast(handler);
        }

        @Override
        public void refused(Refusal refusal) {
            throw new IllegalStateException("refused: " + refusal);
        }
    }
}
