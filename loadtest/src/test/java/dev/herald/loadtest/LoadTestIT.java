package dev.herald.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.loadtest.TestSseServer.Fault;
import dev.herald.loadtest.load.LoadTest;
import dev.herald.loadtest.load.Metric;
import dev.herald.loadtest.load.Outcome;
import dev.herald.loadtest.load.Plan;
import dev.herald.loadtest.load.TargetKind;
import dev.herald.loadtest.wire.Requests;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short runs against a real server over real sockets; what the server does wrong has to be found, and nothing else. */
class LoadTestIT {
    private static final int STREAMS = 20;
    private static final int USERS = 10;
    private static final Duration DRAIN = Duration.ofSeconds(30);

    /** Waited for to the end where something never comes. */
    private static final Duration LOSSES_ARE_SURE = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({
        "NONE,             0,  0,  0,  0,  0",
        "LOSE,             20, 0,  0,  0,  0",
        "DUPLICATE,        0,  20, 0,  0,  0",
        "REORDER,          0,  0,  20, 0,  0",
        "MISROUTE,         0,  0,  0,  20, 0",
        "CLOSE,            0,  0,  0,  0,  20",
        "CLOSE_AND_FORGET, 20, 0,  0,  0,  20"
    })
    void findsWhatTheServerDoesWrong(Fault fault, int lost, int duplicates, int reordered, int misrouted, int closed) {
        try (TestSseServer server = new TestSseServer(fault)) {
            Outcome outcome =
                    run(plan(server).drain(lost > 0 ? LOSSES_ARE_SURE : DRAIN).build());
            assertThat(outcome.of(Metric.OPENED)).isEqualTo(STREAMS);
            assertThat(outcome.of(Metric.LOST)).as("lost").isEqualTo(lost);
            assertThat(outcome.of(Metric.DUPLICATES)).as("duplicates").isEqualTo(duplicates);
            assertThat(outcome.of(Metric.REORDERED)).as("reordered").isEqualTo(reordered);
            assertThat(outcome.of(Metric.MISROUTED)).as("misrouted").isEqualTo(misrouted);
            assertThat(outcome.of(Metric.DISCONNECTS)).as("disconnects").isEqualTo(closed);
            assertThat(outcome.of(Metric.PUBLISHED)).isEqualTo(100);
            assertThat(outcome.of(Metric.EXPECTED)).isEqualTo(200);
            assertThat(outcome.of(Metric.SKIPPED)).isZero();
        }
    }

    @Test
    void measuresOnlyWhatIsDueAfterTheWarmup() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            Outcome outcome = run(plan(server).build());
            assertThat(outcome.of(Metric.P50)).isPositive();
            assertThat(outcome.of(Metric.DELIVERED)).isEqualTo(200);
            assertThat(outcome.timeline()).isNotEmpty();
        }
    }

    @Test
    void sendsToTopicsWhoeverTheUsersAre() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            Outcome outcome = run(plan(server).to(TargetKind.TOPIC, "/{topic}").build());
            // 100 events over 7 topics in turn: two topics have 15, five have 14; six topics have 3 streams, one has 2.
            assertThat(outcome.of(Metric.DELIVERED)).isEqualTo(15 * 3 * 2 + 14 * 3 * 4 + 14 * 2);
            assertThat(outcome.of(Metric.LOST)).isZero();
        }
    }

    @Test
    void sendsABroadcastToEveryStream() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            Outcome outcome = run(plan(server).to(TargetKind.BROADCAST, "/all").build());
            assertThat(outcome.of(Metric.DELIVERED)).isEqualTo(100 * STREAMS);
            assertThat(outcome.of(Metric.LOST)).isZero();
        }
    }

    @Test
    void losesNothingByBatchesAndTicks() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            Outcome outcome = run(
                    plan(server).batchesOf(4).everyTick(Duration.ofMillis(50)).build());
            assertThat(outcome.of(Metric.PUBLISHED)).isEqualTo(100);
            assertThat(outcome.of(Metric.DELIVERED)).isEqualTo(200);
            assertThat(outcome.of(Metric.LOST)).isZero();
            assertThat(outcome.of(Metric.REORDERED)).isZero();
            assertThat(outcome.of(Metric.P50))
                    .as("what waits for the tick is late from its intended time on")
                    .isGreaterThan(10);
        }
    }

    @Test
    void signsATokenForEachUser() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            run(plan(server).build());
            // One for each user, and the publisher's.
            assertThat(server.authorizations.stream().distinct())
                    .hasSize(USERS + 1)
                    .allMatch(each -> each.matches("Bearer [^.]+[.][^.]+[.][^.]+"));
        }
    }

    @Test
    void herdResumesWithItsLastIdsAndMissesNothing() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            Outcome outcome = run(plan(server).herdAt(Duration.ofMillis(500)).build());
            assertThat(outcome.of(Metric.REOPENED)).isEqualTo(STREAMS);
            assertThat(outcome.of(Metric.HERD_MISSING)).isZero();
            assertThat(outcome.of(Metric.HERD_TIME)).isPositive();
            assertThat(server.resumedFrom).hasSize(STREAMS);
            assertThat(outcome.of(Metric.LOST)).isZero();
            assertThat(outcome.of(Metric.DELIVERED)).isEqualTo(200);
        }
    }

    @Test
    void aHerdThatIsRefusedIsNotBack() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            server.takesFirst = STREAMS;
            server.streamStatus = HttpResponseStatus.UNAUTHORIZED;
            Outcome outcome = run(plan(server)
                    .drain(LOSSES_ARE_SURE)
                    .herdAt(Duration.ofMillis(500))
                    .build());
            assertThat(outcome.of(Metric.REFUSED)).isEqualTo(STREAMS);
            assertThat(outcome.of(Metric.HERD_MISSING)).isEqualTo(STREAMS);
            assertThat(outcome.figure(Metric.HERD_TIME)).isEmpty();
        }
    }

    @Test
    void stalledReadersGetTheirEventsOnceTheyReadAgain() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            Outcome outcome = run(plan(server).stalledShare(1).build());
            assertThat(outcome.of(Metric.LOST)).isZero();
            assertThat(outcome.of(Metric.DELIVERED)).isEqualTo(200);
            assertThat(outcome.figure(Metric.P50))
                    .as("their waiting is not the server's latency")
                    .isEmpty();
        }
    }

    @Test
    void nobodyIsOwedWhatTheServerRefused() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            server.publishStatus = HttpResponseStatus.SERVICE_UNAVAILABLE;
            Outcome outcome = run(plan(server).build());
            assertThat(outcome.of(Metric.PUBLISH_REFUSED)).isEqualTo(100);
            assertThat(outcome.reasons()).containsEntry("publish: status 503", 100L);
            assertThat(outcome.of(Metric.LOST)).isZero();
            assertThat(outcome.of(Metric.EXPECTED)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 200", "503, 0"})
    void nobodyMayReceiveWhatWasRefusedForGood(int status, int wrongly) {
        try (TestSseServer server = new TestSseServer(Fault.REFUSE_AND_DELIVER)) {
            server.publishStatus = HttpResponseStatus.valueOf(status);
            Outcome outcome = run(plan(server).build());
            assertThat(outcome.of(Metric.PUBLISH_REFUSED)).isEqualTo(100);
            assertThat(outcome.of(Metric.DELIVERED)).isEqualTo(200);
            assertThat(outcome.of(Metric.DELIVERED_REFUSED)).isEqualTo(wrongly);
        }
    }

    @Test
    void countsStreamsThatAreRefusedForGood() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            server.streamStatus = HttpResponseStatus.UNAUTHORIZED;
            Outcome outcome = run(plan(server).build());
            assertThat(outcome.of(Metric.REFUSED)).isEqualTo(STREAMS);
            assertThat(outcome.of(Metric.UNOPENED)).isEqualTo(STREAMS);
            assertThat(outcome.reasons()).containsEntry("stream: status 401", (long) STREAMS);
        }
    }

    @Test
    void sendsAgainWhatAServerThatClosesDidNotLookAt() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            server.answersPerConnection = 7;
            Outcome outcome = run(plan(server).build());
            assertThat(outcome.of(Metric.PUBLISHED)).isEqualTo(100);
            assertThat(outcome.of(Metric.PUBLISH_UNKNOWN)).isZero();
            assertThat(outcome.of(Metric.DELIVERED)).isEqualTo(200);
            assertThat(outcome.of(Metric.DUPLICATES)).isZero();
        }
    }

    @Test
    void isNotLateItselfWhereTheServerHoldsItUp() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            server.answerDelayMillis = 100;
            Outcome outcome = run(plan(server).inFlight(1).build());
            // Three connections with one answer in 100 ms each, for 100 events a second.
            assertThat(outcome.of(Metric.ACK_P99)).isGreaterThan(300);
            assertThat(outcome.of(Metric.SEND_LAG_P99)).isLessThan(outcome.of(Metric.ACK_P99) - 200);
        }
    }

    @Test
    void leavesNoThread() throws InterruptedException {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            run(plan(server).build());
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!before.contains(thread) && !thread.isDaemon()) {
                    thread.join(5_000); // one that has been told to end may take a moment
                    assertThat(thread.isAlive()).as(thread.getName()).isFalse();
                }
            }
        }
    }

    private static Outcome run(Plan plan) {
        return new LoadTest(plan, List.of(), second -> {}).run();
    }

    private static PlanBuilder plan(TestSseServer server) {
        return new PlanBuilder(server);
    }

    /** 100 events in one second, with room for all of them in flight, so that a slow machine leaves none unsent. */
    private static final class PlanBuilder {
        private final URI url;
        private TargetKind target = TargetKind.USER;
        private String path = "/{user}";
        private double stalledShare;
        private int batch = 1;
        private int inFlight = 128;
        private Duration tick = Duration.ZERO;
        private Duration drain = DRAIN;
        private Optional<Duration> herdAt = Optional.empty();

        private PlanBuilder(TestSseServer server) {
            this.url = URI.create(server.url());
        }

        private PlanBuilder to(TargetKind kind, String template) {
            target = kind;
            path = template;
            return this;
        }

        private PlanBuilder stalledShare(double share) {
            stalledShare = share;
            return this;
        }

        private PlanBuilder inFlight(int most) {
            inFlight = most;
            return this;
        }

        private PlanBuilder batchesOf(int events) {
            batch = events;
            return this;
        }

        private PlanBuilder everyTick(Duration time) {
            tick = time;
            return this;
        }

        private PlanBuilder drain(Duration time) {
            drain = time;
            return this;
        }

        private PlanBuilder herdAt(Duration at) {
            herdAt = Optional.of(at);
            return this;
        }

        private Plan build() {
            InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort());
            List<String> headers = List.of("Authorization: Bearer {token}");
            return new Plan(
                    address,
                    address,
                    new Requests(url.getAuthority(), path, path, headers, "text/plain", "{payload}"),
                    Optional.of("a secret of thirty-two bytes or so"),
                    "user-",
                    new Plan.Streams(STREAMS, USERS, 7, 1_000, 2, List.of(), 0, stalledShare, herdAt),
                    new Plan.Publishing(target, 100, 64, 3, batch, inFlight),
                    Duration.ofMillis(200),
                    Duration.ofMillis(800),
                    drain,
                    Duration.ofSeconds(10),
                    tick);
        }
    }
}
