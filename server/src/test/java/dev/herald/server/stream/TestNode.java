package dev.herald.server.stream;

import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.protocol.Topic;
import dev.herald.server.FakeClock;
import dev.herald.server.ManualExecutor;
import dev.herald.server.ManualLoops;
import dev.herald.server.hub.Framing;
import dev.herald.server.hub.Hub;
import dev.herald.server.hub.LoopHub;
import dev.herald.server.log.LogBounds;
import dev.herald.server.log.ManualEventLog;
import dev.herald.server.metrics.ServerMetrics;
import dev.herald.server.session.BlockingPool;
import dev.herald.server.session.SessionGate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The way of an event from log to channel, every step of it taken when the test says so. Confined to the test's thread. */
final class TestNode implements AutoCloseable {
    final FakeClock clock = new FakeClock();
    final ManualEventLog log;
    final ManualLoops loops;
    final ManualExecutor reads = new ManualExecutor();
    final ManualExecutor checks = new ManualExecutor();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Hub hub;
    final Streams streams;
    private final List<TestClient> clients = new ArrayList<>();
    SessionCheck session = new SessionCheck.Current(1);

    TestNode(int loops, LogBounds bounds, StreamConfig config) {
        this.loops = new ManualLoops(loops);
        this.log = new ManualEventLog(bounds, clock);
        ServerMetrics metrics = new ServerMetrics(meters);
        SessionGate sessions =
                new SessionGate(asked -> Collections.nCopies(asked.size(), session), new BlockingPool(checks));
        this.hub = new Hub(this.loops, log.tail(), sessions, probe -> {}, metrics);
        this.streams = new Streams(
                config,
                hub,
                log,
                sessions,
                OtherNodes.NONE,
                metrics,
                clock,
                new Replays(log, config, new BlockingPool(reads)));
        log.follow(hub);
    }

    /** Asks for a stream, and leaves it to the test to let the request get on. */
    TestClient open(int loop, String userId, @Nullable String lastEventId, Topic... more) {
        return open(loop, request(userId, lastEventId, Framing.CHUNKED, more));
    }

    TestClient open(int loop, StreamRequest request) {
        TestClient client = new TestClient(this, loops.loop(loop), request);
        clients.add(client);
        return client;
    }

    /** The same, and lets everything run until the stream stands. */
    TestClient opened(String userId, @Nullable String lastEventId, Topic... more) {
        TestClient client = open(0, userId, lastEventId, more);
        settle();
        return client;
    }

    StreamRequest request(String userId, @Nullable String lastEventId, Framing framing, Topic... more) {
        List<Topic> topics = new ArrayList<>(List.of(Topic.ofUser(userId)));
        topics.addAll(List.of(more));
        Principal principal =
                new Principal(userId, "jti-" + userId, clock.instant().plus(Duration.ofDays(1)), Set.of(), List.of());
        return new StreamRequest(principal, topics, lastEventId, framing, "10.0.0.1");
    }

    /** Runs whatever can run, but hands nothing on from the log and lets no time pass. */
    void settle() {
        boolean ran = true;
        while (ran) {
            loops.runAll();
            boolean checked = checks.runOne();
            ran = reads.runOne() || checked;
        }
    }

    /** Hands everything on, and runs whatever can run. */
    void deliver() {
        log.handOnAll();
        settle();
    }

    void advance(Duration by) {
        clock.advance(by);
        loops.advance(by);
    }

    double count(String meter, String... tags) {
        return meters.find(meter).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Ends all streams and asserts that nothing is left: no stream, no topic, no buffer. */
    @Override
    public void close() {
        for (TestClient client : clients) {
            client.cut();
        }
        log.setDown(false);
        log.handOnAll();
        settle();
        hub.loops().forEach(LoopHub::close);
        settle();
        if (streams.registry().open() != 0 || streams.registry().users() != 0) {
            throw new AssertionError("streams are left: " + streams.registry().open());
        }
        loops.forEach(loop -> {
            if (!streams.at((EventLoop) loop).wakeups().isEmpty()) {
                throw new AssertionError("streams that have ended are still to be woken");
            }
        });
        for (LoopHub loop : hub.loops()) {
            var topics = loop.topics();
            loops.runAll();
            if (topics.getNow() != 0) {
                throw new AssertionError("topics are left: " + topics.getNow());
            }
        }
    }
}
