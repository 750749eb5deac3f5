package dev.herald.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.auth.Principal;
import dev.herald.protocol.SseEvent;
import dev.herald.protocol.Topic;
import dev.herald.server.Altered;
import dev.herald.server.ManualLoop;
import dev.herald.server.hub.Framing;
import dev.herald.server.log.LogBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When streams that share a timer are woken, which shows in their heartbeats and ends. */
class WakeupsTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final Duration STEP = Wakeups.STEP_MAX;
    private static final Duration MILLI = Duration.ofMillis(1);

    private TestNode node = node(HEARTBEAT);
    private ManualLoop loop = node.loops.loop(0);

    @AfterEach
    void nothingIsLeft() {
        node.close();
    }

    @Test
    void thoseDueInTheSameStepTakeOneTaskOfTheLoop() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            node.advance(Duration.ofMillis(4));
            clients.add(node.opened("u" + i, null));
        }
        node.advance(HEARTBEAT.minusMillis(200).plus(STEP).minus(MILLI));
        assertThat(loop.runOne()).isFalse();
        node.advance(MILLI);
        assertThat(loop.runOne()).isTrue();
        assertThat(clients).allMatch(WakeupsTest::wasWoken);
        assertThat(loop.runOne()).isFalse();
    }

    @Test
    void nobodyIsWokenEarlyOrMoreThanAStepLate() {
        Random random = new Random(7);
        Duration tick = Duration.ofMillis(10);
        List<TestClient> clients = new ArrayList<>();
        List<Integer> quietFor = new ArrayList<>(); // in ticks
        int interval = (int) HEARTBEAT.dividedBy(tick);
        int late = (int) STEP.dividedBy(tick);
        for (int now = 0; now < 8 * interval; now++) {
            node.advance(tick);
            quietFor.replaceAll(ticks -> ticks + 1);
            if (clients.size() < 20 && random.nextInt(50) == 0) {
                clients.add(node.opened("u" + clients.size(), null));
                quietFor.add(0);
            }
            if (!clients.isEmpty() && random.nextInt(200) == 0) {
                int written = random.nextInt(clients.size());
                node.settle(); // the heartbeats that are due before
                check(clients, quietFor, interval, late);
                node.log.publish("1", Topic.ofUser("u" + written));
                node.deliver();
                assertThat(clients.get(written).data()).containsExactly("1");
                quietFor.set(written, 0);
            }
            node.settle();
            check(clients, quietFor, interval, late);
        }
    }

    private static void check(List<TestClient> clients, List<Integer> quietFor, int interval, int late) {
        for (int i = 0; i < clients.size(); i++) {
            if (wasWoken(clients.get(i))) {
                assertThat(quietFor.get(i)).isBetween(interval, interval + late);
                quietFor.set(i, 0);
            } else {
                assertThat(quietFor.get(i)).isLessThanOrEqualTo(interval + late);
            }
        }
    }

    @Test
    void stepsAreShorterWhereHeartbeatsAreFrequent() {
        Duration heartbeat = Duration.ofMillis(100); // the shortest that may be configured
        use(node(heartbeat));
        TestClient client = node.opened("ann", null);
        for (int i = 0; i < 5; i++) {
            node.advance(heartbeat.minus(MILLI));
            node.settle();
            assertThat(wasWoken(client)).isFalse();
            node.advance(MILLI.plus(heartbeat.dividedBy(100)));
            node.settle();
            assertThat(wasWoken(client)).isTrue();
        }
    }

    @Test
    void heartbeatsFurtherApartThanTheStepsReachComeInTimeToo() {
        Duration heartbeat = Duration.ofHours(1);
        use(node(heartbeat));
        TestClient client = node.opened("ann", null);
        Duration pause = Duration.ofSeconds(20);
        for (long i = 1; i <= heartbeat.dividedBy(pause); i++) {
            assertThat(wasWoken(client)).isFalse();
            node.advance(pause);
            node.settle();
        }
        assertThat(wasWoken(client)).isTrue();
    }

    @Test
    void manyAtOnceLetOthersHaveTheLoopInBetween() {
        List<TestClient> clients = opened(2 * Wakeups.TOGETHER_MAX + 1);
        node.advance(HEARTBEAT);
        for (int woken : new int[] {Wakeups.TOGETHER_MAX, Wakeups.TOGETHER_MAX, 1}) {
            assertThat(loop.runOne()).isTrue();
            assertThat(clients.stream().filter(WakeupsTest::wasWoken)).hasSize(woken);
        }
        node.advance(HEARTBEAT);
        node.settle();
        assertThat(clients).allMatch(WakeupsTest::wasWoken);
    }

    @Test
    void whoHasGoneWhileDueIsNotWoken() {
        List<TestClient> clients = opened(Wakeups.TOGETHER_MAX + 100);
        node.advance(HEARTBEAT);
        loop.runOne();
        List<TestClient> due =
                clients.stream().filter(client -> !wasWoken(client)).toList();
        List<TestClient> gone = due.subList(20, 60); // neither the first nor the last of them
        gone.forEach(TestClient::cut);
        node.settle();
        assertThat(due)
                .hasSize(100)
                .allSatisfy(client -> assertThat(wasWoken(client)).isNotEqualTo(gone.contains(client)));
        assertThat(node.streams.registry().open()).isEqualTo(clients.size() - gone.size());
        assertThat(node.count("herald.streams.closed", "reason", "internal_error"))
                .isZero();
    }

    @Test
    void oneThatFailsWhenWokenEndsAlone() {
        List<TestClient> clients = opened(5);
        clients.get(2).channel.breakDown();
        node.advance(HEARTBEAT);
        node.settle();
        assertThat(clients.get(2).channel.isOpen()).isFalse();
        node.advance(HEARTBEAT);
        node.settle();
        for (TestClient client : clients) {
            assertThat(client.events()).hasSize(client == clients.get(2) ? 0 : 2);
        }
    }

    @Test
    void afterALoopWasAwayForLongEachIsWokenOnce() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) { // in more steps than there are
            clients.add(node.opened("u" + i, null));
            node.advance(STEP);
        }
        clients.forEach(TestClient::events);
        node.advance(HEARTBEAT.multipliedBy(10));
        node.settle();
        assertThat(clients).allMatch(WakeupsTest::wasWoken);
    }

    @Test
    void whatIsWrittenDoesNotPutOffTheEnd() {
        TestClient client = openedFor(Duration.ofSeconds(45), "ann");
        for (int second = 0; second < 44; second++) {
            node.advance(Duration.ofSeconds(1));
            node.log.publish("1", Topic.ofUser("ann"));
            node.deliver();
            assertThat(client.events()).extracting(SseEvent::name).containsExactly("message");
        }
        node.advance(Duration.ofMillis(999));
        node.settle();
        assertThat(client.ended()).isFalse();
        node.advance(MILLI);
        node.settle();
        assertThat(client.ended()).isTrue();
    }

    @Test
    void whoIsDueBeforeAllOthersNeedNotWaitForThem() {
        TestClient one = node.opened("ann", null);
        TestClient other = openedFor(Duration.ofSeconds(10), "bob");
        TestClient another = openedFor(Duration.ofSeconds(5), "cid");
        node.advance(Duration.ofSeconds(5));
        node.settle();
        assertThat(another.ended()).isTrue();
        assertThat(other.ended()).isFalse();
        node.advance(Duration.ofSeconds(5));
        node.settle();
        assertThat(other.ended()).isTrue();
        node.advance(HEARTBEAT.minusSeconds(10));
        node.settle();
        assertThat(wasWoken(one)).isTrue();
    }

    @Test
    void aClientThatDoesNotReadIsNoReasonToBeWokenAllTheTime() {
        TestClient client = node.opened("ann", null);
        client.channel.stall();
        for (int i = 0; i < 3; i++) {
            node.log.publish("7".repeat(400), Topic.ofUser("ann"));
        }
        node.deliver();
        node.advance(HEARTBEAT);
        assertThat(loop.runOne()).isTrue();
        assertThat(loop.runOne()).isFalse();
        node.advance(HEARTBEAT.minus(MILLI));
        assertThat(loop.runOne()).isFalse();
    }

    @Test
    void wakesAllAlsoOnALoopThatTakesNoMoreTasks() {
        List<TestClient> clients = opened(Wakeups.TOGETHER_MAX + 1);
        loop.stop();
        node.advance(HEARTBEAT);
        loop.runAll();
        assertThat(clients).allMatch(WakeupsTest::wasWoken);
        loop.goOn();
    }

    @Test
    void anotherThreadMayNotTouchIt() {
        Wakeups wakeups = node.streams.at(loop).wakeups();
        node.opened("ann", null);
        StreamHandler stream =
                new StreamHandler(node.streams.registry().of("ann").get(0));
        CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> wakeups.remove(stream));
        assertThatThrownBy(elsewhere::join).hasCauseInstanceOf(AssertionError.class);
    }

    /** With a token that is good for so long. */
    private TestClient openedFor(Duration left, String userId) {
        StreamRequest request = node.request(userId, null, Framing.CHUNKED);
        Principal principal =
                new Principal(userId, "jti-" + userId, node.clock.instant().plus(left), Set.of(), List.of());
        TestClient client =
                node.open(0, new StreamRequest(principal, request.topics(), null, Framing.CHUNKED, "10.0.0.1"));
        node.settle();
        return client;
    }

    private void use(TestNode other) {
        node.close();
        node = other;
        loop = other.loops.loop(0);
    }

    /** So many streams that are due at the same time. */
    private List<TestClient> opened(int count) {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(node.opened("u" + i, null));
        }
        return clients;
    }

    private static boolean wasWoken(TestClient client) {
        List<SseEvent> events = client.events();
        assertThat(events)
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(event -> event.name().equals("heartbeat"));
        return !events.isEmpty();
    }

    private static TestNode node(Duration heartbeat) {
        StreamConfig config = Altered.from(StreamConfig.defaults())
                .with(StreamConfig::heartbeat, heartbeat)
                .with(StreamConfig::writeBufferBytes, TestClient.WRITE_BUFFER / 2)
                .with(StreamConfig::opensPerMinute, 1_000_000)
                .with(StreamConfig::lifetimeMax, Duration.ZERO)
                .record();
        return new TestNode(1, LogBounds.wide(), config);
    }
}
