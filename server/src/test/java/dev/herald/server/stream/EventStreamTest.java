package dev.herald.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.protocol.Position;
import dev.herald.protocol.SseEvent;
import dev.herald.protocol.Topic;
import dev.herald.server.Altered;
import dev.herald.server.hub.Framing;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogBounds;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one stream does, state by state. Every test ends with no stream, topic or buffer left. */
class EventStreamTest {
    private static final Topic ANN = Topic.ofUser("ann");
    private static final Topic NEWS = Topic.named("news");
    private static final String BIG = "7".repeat(400);
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final Duration BEHIND_MAX = Duration.ofSeconds(60);
    private static final Duration LIFETIME_MAX = Duration.ofDays(2); // longer than the tokens of these tests
    private static final StreamConfig CONFIG = Altered.from(StreamConfig.defaults())
            .with(StreamConfig::heartbeat, HEARTBEAT)
            .with(StreamConfig::max, 100)
            .with(StreamConfig::writeBufferBytes, TestClient.WRITE_BUFFER / 2)
            .with(StreamConfig::behindMax, BEHIND_MAX)
            .with(StreamConfig::replaysMax, 2)
            .with(StreamConfig::opensPerMinute, 1_000)
            .with(StreamConfig::lifetimeMax, LIFETIME_MAX)
            .record();

    private final TestNode node = new TestNode(1, LogBounds.wide().perTopic(10, 1_000_000), CONFIG);

    @AfterEach
    void nothingIsLeft() {
        node.close();
    }

    // Live

    @Test
    void begins_withAnIdSoThatACutBeforeTheFirstEventLosesNothing() {
        node.log.publish("old", ANN);
        node.deliver();
        TestClient client = node.opened("ann", null);
        assertThat(client.comments()).containsExactly("connected");
        assertThat(client.lastEventId()).isEqualTo(node.log.tail().toString());
        assertThat(client.events()).isEmpty();
    }

    @Test
    void live_writesWhatIsForItOnceAndNothingElse() {
        TestClient client = node.opened("ann", null, NEWS);
        Position one = node.log.publish("1", ANN, NEWS, Topic.BROADCAST);
        node.log.publish("2", Topic.ofUser("bob"));
        node.log.publish("3", Topic.named("other"));
        node.log.publish("4", Topic.BROADCAST);
        node.deliver();
        assertThat(client.events())
                .startsWith(new SseEvent(one.toString(), "message", "1"))
                .extracting(SseEvent::data)
                .containsExactly("1", "4");
        assertThat(node.count("herald.frames.delivered")).isEqualTo(2);
    }

    @Test
    void live_countsEachOfItsUsersStreams() {
        TestClient phone = node.opened("ann", null);
        TestClient laptop = node.opened("ann", null);
        node.log.publish("1", ANN);
        node.deliver();
        assertThat(phone.data()).containsExactly("1");
        assertThat(laptop.data()).containsExactly("1");
        assertThat(node.streams.registry().of("ann")).hasSize(2);
    }

    // Falling behind and catching up

    @Test
    void stalled_queuesNothingAndCatchesUpFromTheLog() {
        TestClient client = node.opened("ann", null);
        client.channel.stall();
        for (int i = 0; i < 8; i++) {
            node.log.publish(i + BIG, ANN);
            node.deliver();
        }
        assertThat(node.count("herald.streams.fell.behind")).isEqualTo(1);
        assertThat(client.channel.unsafe().outboundBuffer().totalPendingWriteBytes())
                .isLessThan(2 * TestClient.WRITE_BUFFER);
        assertThat(node.reads.waiting()).isZero();
        client.channel.drain();
        node.settle();
        assertThat(client.data())
                .extracting(data -> data.charAt(0))
                .containsExactly('0', '1', '2', '3', '4', '5', '6', '7');
        node.log.publish("live", ANN);
        node.deliver();
        assertThat(client.data()).containsExactly("live");
        assertThat(node.reads.waiting()).isZero();
    }

    @Test
    void stalled_isNotToldOfALossThatIsNone() {
        TestClient client = node.opened("ann", null);
        node.log.publish("0", ANN);
        node.deliver();
        for (int i = 0; i < 500; i++) {
            node.log.publish("x", Topic.ofUser("bob"));
        }
        client.channel.stall();
        for (int i = 1; i <= 10; i++) { // as many as are kept
            node.log.publish(i + BIG, ANN);
        }
        node.deliver();
        client.channel.drain();
        node.settle();
        assertThat(client.events())
                .extracting(SseEvent::name)
                .containsOnly("message")
                .hasSize(11);
    }

    @Test
    void stalled_isToldOfARealLoss() {
        TestClient client = node.opened("ann", null);
        client.channel.stall();
        for (int i = 0; i < 30; i++) {
            node.log.publish(i + BIG, ANN);
            node.deliver();
        }
        client.channel.drain();
        node.settle();
        List<SseEvent> events = client.events();
        SseEvent reset = events.stream()
                .filter(event -> event.name().equals("reset"))
                .findFirst()
                .orElseThrow();
        assertThat(reset.data()).contains("history_expired");
        assertThat(events.subList(events.indexOf(reset) + 1, events.size()))
                .extracting(event -> event.data().replace(BIG, ""))
                .containsExactly("20", "21", "22", "23", "24", "25", "26", "27", "28", "29");
    }

    @Test
    void stalled_forTooLongIsClosedWithoutAFarewell() {
        TestClient client = node.opened("ann", null);
        client.channel.stall();
        for (int i = 0; i < 4; i++) {
            node.log.publish(BIG, ANN);
        }
        node.deliver();
        node.advance(BEHIND_MAX.minusMillis(1));
        node.settle();
        assertThat(client.channel.isOpen()).isTrue();
        node.advance(Duration.ofMillis(1));
        node.settle();
        assertThat(client.channel.isOpen()).isFalse();
        assertThat(node.count("herald.streams.closed", "reason", "too_slow")).isEqualTo(1);
    }

    @Test
    void caughtUp_isNotClosedForHavingBeenBehind() {
        TestClient client = node.opened("ann", null);
        client.channel.stall();
        for (int i = 0; i < 4; i++) {
            node.log.publish(BIG, ANN);
        }
        node.deliver();
        client.channel.drain();
        node.settle();
        node.advance(BEHIND_MAX.multipliedBy(2));
        node.settle();
        assertThat(client.channel.isOpen()).isTrue();
    }

    @Test
    void behind_butFastEnoughForWhatThereWasIsGivenNewTime() {
        TestClient client = node.opened("ann", null);
        Position start = node.log.tail();
        client.cut();
        node.settle();
        node.log.publish("0", ANN);
        node.deliver();
        TestClient again = node.open(0, "ann", start.toString());
        for (int minute = 0; minute < 5; minute++) {
            while (node.reads.waiting() == 0) {
                assertThat(node.loops.loop(0).runOne() | node.checks.runOne()).isTrue();
            }
            node.advance(BEHIND_MAX.minusSeconds(1));
            node.loops
                    .loop(0)
                    .beforeNext(
                            () -> { // it has all there was, but more is there before it is told
                                node.log.publish("more", ANN);
                                node.log.handOnAll();
                            });
            node.reads.runOne();
        }
        node.settle();
        assertThat(again.channel.isOpen()).isTrue();
        assertThat(again.data()).hasSize(6);
    }

    // Resuming

    @Test
    void resumes_afterItsIdAndIsLiveThen() {
        Position seen = node.log.publish("1", ANN);
        node.log.publish("2", ANN);
        node.log.publish("3", Topic.BROADCAST);
        node.deliver();
        TestClient client = node.open(0, "ann", seen.toString());
        node.log.publish("4", ANN); // in the log, not handed on
        node.settle();
        assertThat(client.data()).containsExactly("2", "3", "4");
        node.log.publish("5", ANN);
        node.deliver();
        assertThat(client.data()).containsExactly("5");
        assertThat(client.comments()).containsExactly("connected");
    }

    @Test
    void resumes_atTheTailWithoutReading() {
        Position tail = node.log.publish("1", ANN);
        node.deliver();
        TestClient client = node.open(0, "ann", tail.toString());
        node.loops.runAll();
        node.checks.runOne();
        node.loops.runAll();
        assertThat(client.comments()).containsExactly("connected");
        assertThat(node.reads.waiting()).isZero();
        node.log.publish("2", ANN);
        node.deliver();
        assertThat(client.data()).containsExactly("2");
    }

    @Test
    void resumes_fromNonsenseWithAReset() {
        node.log.publish("1", ANN);
        node.deliver();
        TestClient client = node.opened("ann", "<script>");
        assertThat(client.events())
                .containsExactly(
                        new SseEvent(node.log.tail().toString(), "reset", "{\"reason\":\"unknown_position\"}"));
        node.log.publish("2", ANN);
        node.deliver();
        assertThat(client.data()).containsExactly("2");
        assertThat(node.count("herald.streams.reset", "reason", "unknown_position"))
                .isEqualTo(1);
    }

    @Test
    void resumes_fromBeyondTheTailAndLosesNothingMeanwhile() {
        Position tail = node.log.publish("1", ANN);
        node.deliver();
        TestClient client = node.open(0, "ann", tail.at(tail.offset() + 100).toString());
        while (node.reads.waiting() == 0) {
            assertThat(node.loops.loop(0).runOne() | node.checks.runOne()).isTrue();
        }
        node.reads.runOne(); // finds that the position is none, but has not told so
        node.log.publish("2", ANN);
        node.log.handOnAll();
        node.settle();
        assertThat(client.events())
                .extracting(SseEvent::data)
                .containsExactly("{\"reason\":\"unknown_position\"}", "2");
    }

    @Test
    void resumes_whileTheFrameOvertakesTheResetAndLosesNothing() {
        Position tail = node.log.publish("1", ANN);
        node.deliver();
        TestClient client = node.open(0, "ann", tail.at(tail.offset() + 100).toString());
        while (node.reads.waiting() == 0) {
            assertThat(node.loops.loop(0).runOne() | node.checks.runOne()).isTrue();
        }
        node.loops
                .loop(0)
                .beforeNext(
                        () -> { // the log has been read, and the answer is on its way to the loop
                            node.log.publish("2", ANN);
                            node.log.handOnAll();
                            node.loops.runAll();
                        });
        node.reads.runOne();
        node.settle();
        assertThat(client.events())
                .extracting(SseEvent::data)
                .containsExactly("{\"reason\":\"unknown_position\"}", "2");
    }

    @Test
    void resumes_evenIfTheBatchUnderWayHoldsOnlyAPartOfWhatIsOwed() {
        Position start = node.log.tail();
        node.opened("bob", null); // so that the loop is interested in broadcasts, but not in Ann
        node.opened("ann", null).cut();
        node.settle(); // her session is known from here on: opening again does not wait
        TestClient[] client = new TestClient[1];
        node.log.publish("1" + BIG, Topic.BROADCAST);
        node.log.publish("2" + BIG, ANN);
        node.loops
                .loop(0)
                .beforeNext(
                        () -> { // decided, and not yet handed over
                            client[0] = node.open(0, "ann", start.toString());
                            node.loops.runAll();
                        });
        node.log.handOnAll();
        node.settle();
        assertThat(client[0].data()).containsExactly("1" + BIG, "2" + BIG);
    }

    @Test
    void resumes_whenTheLogCanBeReadAgain() {
        Position start = node.log.tail();
        node.log.publish("1", ANN);
        node.deliver();
        node.log.setDown(true);
        TestClient client = node.opened("ann", start.toString());
        node.advance(Duration.ofSeconds(2));
        node.settle();
        assertThat(client.data()).isEmpty();
        node.log.setDown(false);
        node.log.publish("2", ANN);
        node.deliver();
        node.advance(Duration.ofSeconds(2));
        node.settle();
        assertThat(client.data()).containsExactly("1", "2");
    }

    // Heartbeats

    @Test
    void heartbeat_carriesTheLoopsTailAfterSilence() {
        TestClient client = node.opened("ann", null);
        node.log.publish("x", Topic.ofUser("bob"));
        node.log.handOnAll();
        node.advance(HEARTBEAT.minusMillis(1));
        node.log.tick();
        node.settle();
        assertThat(client.events()).isEmpty();
        node.advance(Duration.ofMillis(1));
        node.settle();
        assertThat(client.events()).containsExactly(new SseEvent(node.log.tail().toString(), "heartbeat", "{}"));
        node.advance(HEARTBEAT);
        node.settle();
        assertThat(client.events()).hasSize(1);
    }

    @Test
    void heartbeat_comesOnlyAfterSilence() {
        TestClient client = node.opened("ann", null);
        for (int i = 0; i < 10; i++) {
            node.advance(HEARTBEAT.dividedBy(2));
            node.log.publish("1", ANN);
            node.deliver();
        }
        assertThat(client.events()).extracting(SseEvent::name).containsOnly("message");
    }

    @Test
    void heartbeat_neverAnnouncesWhatStillWaitsForTheLoop() {
        TestClient client = node.opened("ann", null);
        String before = client.lastEventId();
        node.advance(HEARTBEAT);
        node.log.publish("1", ANN);
        node.loops.loop(0).beforeNext(() -> node.loops.runAll()); // decided, and not yet handed over
        node.log.handOnAll();
        assertThat(client.events()).containsExactly(new SseEvent(before, "heartbeat", "{}"));
        node.settle();
        assertThat(client.data()).containsExactly("1");
    }

    @Test
    void heartbeat_promisesNoPositionWhileCatchingUp() {
        Position start = node.log.tail();
        node.log.publish("1", ANN);
        node.deliver();
        TestClient client = node.open(0, "ann", start.toString());
        node.loops.runAll();
        node.checks.runOne();
        node.loops.runAll();
        assertThat(client.comments()).containsExactly("connected");
        node.advance(HEARTBEAT);
        node.loops.runAll();
        assertThat(client.comments()).containsExactly("");
        assertThat(client.lastEventId()).isEmpty();
    }

    @Test
    void heartbeat_isNotQueuedForAClientThatDoesNotRead() {
        TestClient client = node.opened("ann", null);
        client.channel.stall();
        for (int i = 0; i < 3; i++) {
            node.log.publish(BIG, ANN);
        }
        node.deliver();
        long pending = client.channel.unsafe().outboundBuffer().totalPendingWriteBytes();
        node.advance(HEARTBEAT);
        node.settle();
        assertThat(client.channel.unsafe().outboundBuffer().totalPendingWriteBytes())
                .isEqualTo(pending);
    }

    // Sessions

    @Test
    void superseded_isToldAndClosed() {
        TestClient client = node.opened("ann", null);
        node.log.append(new Entry.SessionStarted("ann", "another", 1)); // its own generation: a repeat
        node.deliver();
        assertThat(client.events()).isEmpty();
        node.log.append(new Entry.SessionStarted("ann", "another", 2));
        node.deliver();
        assertThat(client.events())
                .singleElement()
                .satisfies(event -> assertThat(event.data()).contains("FORCE_LOGOUT", "another device"));
        assertThat(client.ended()).isTrue();
        assertThat(client.channel.isOpen()).isFalse();
        assertThat(node.count("herald.streams.closed", "reason", "superseded")).isEqualTo(1);
    }

    @Test
    void superseded_afterItsCheckButBeforeItBeginsIsClosed() {
        TestClient client = node.open(0, "ann", null);
        node.loops.runAll();
        node.checks.runOne(); // still stood when the database was asked
        node.log.append(new Entry.SessionStarted("ann", "another", 2));
        node.deliver();
        assertThat(client.accepted()).isTrue();
        assertThat(client.data()).singleElement().asString().contains("FORCE_LOGOUT");
        assertThat(client.ended()).isTrue();
    }

    @Test
    void superseded_whileOpeningIsRefusedAndNotAdmitted() {
        TestClient client = node.open(0, "ann", null);
        node.loops.runAll(); // joined, and asks
        node.log.append(new Entry.SessionStarted("ann", "another", 2));
        node.log.handOnAll();
        node.loops.runAll(); // told of the login
        node.checks.runOne(); // a stale yes all the same
        node.settle();
        assertThat(client.refusal()).isEqualTo(Refusal.SUPERSEDED);
        assertThat(node.streams.registry().open()).isZero();
    }

    @Test
    void endedSessions_closeWithoutWordsAndRevokedOnesWithThem() {
        TestClient ended = node.opened("ann", null);
        TestClient revoked = node.opened("bob", null);
        node.log.append(new Entry.SessionsEnded("ann", Set.of("jti-other")));
        node.log.append(new Entry.SessionsEnded("ann", Set.of("jti-ann")));
        node.log.append(new Entry.SessionsRevoked("bob", Set.of("jti-bob")));
        node.deliver();
        assertThat(ended.events()).isEmpty();
        assertThat(ended.ended()).isTrue();
        assertThat(revoked.data()).singleElement().asString().contains("FORCE_LOGOUT");
        assertThat(revoked.ended()).isTrue();
    }

    @Test
    void endedSession_whileOpeningIsRefused() {
        TestClient client = node.open(0, "ann", null);
        node.loops.runAll();
        node.log.append(new Entry.SessionsRevoked("ann", Set.of("jti-ann")));
        node.log.handOnAll();
        node.settle();
        assertThat(client.refusal()).isEqualTo(Refusal.SESSION_ENDED);
    }

    @Test
    void refuses_whatTheCheckRefuses() {
        node.session = new SessionCheck.Superseded();
        assertThat(node.opened("ann", null).refusal()).isEqualTo(Refusal.SUPERSEDED);
        node.session = new SessionCheck.Ended();
        assertThat(node.opened("ann", null).refusal()).isEqualTo(Refusal.SESSION_ENDED);
        node.session = null; // fails
        node.checks.shutdown();
        assertThat(node.opened("ann", null).refusal()).isEqualTo(Refusal.UNAVAILABLE);
    }

    @Test
    void expired_isClosedInTime() {
        TestClient client = node.opened("ann", null);
        node.advance(Duration.ofDays(1).minusMillis(1));
        node.settle();
        assertThat(client.ended()).isFalse();
        node.advance(Duration.ofMillis(1).plus(Wakeups.STEP_MAX));
        node.settle();
        assertThat(client.ended()).isTrue();
        assertThat(node.count("herald.streams.closed", "reason", "token_expired"))
                .isEqualTo(1);
    }

    @Test
    void expired_eachInItsOwnTimeWhoeverCameOrLeftBetween() {
        List<TestClient> clients = new ArrayList<>();
        Duration step = Duration.ofMillis(90); // several in a quarter of a second, and none at its beginning
        for (int i = 0; i < 40; i++) {
            node.advance(step);
            clients.add(node.opened("u" + i, null));
            TestClient other = node.opened("other" + i, null);
            if (i % 3 == 0) {
                other.cut();
            }
        }
        node.settle();
        node.advance(Duration.ofDays(1).minus(step.multipliedBy(40)));
        for (int i = 0; i < 40; i++) {
            node.settle();
            assertThat(clients.get(i).ended())
                    .as("stream %d before its time", i)
                    .isFalse();
            node.advance(step);
            node.settle();
            int latest = i - (int) Wakeups.STEP_MAX.dividedBy(step) - 1;
            if (latest >= 0) {
                assertThat(clients.get(latest).ended())
                        .as("stream %d after its time", latest)
                        .isTrue();
            }
        }
        node.advance(Wakeups.STEP_MAX);
        node.settle();
        assertThat(clients).allMatch(TestClient::ended);
    }

    @Test
    void lifetimeOver_endsEachAtATimeOfItsOwnAndNothingIsLost() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(longLived("u" + i, null));
        }
        node.advance(LIFETIME_MAX.multipliedBy(9).dividedBy(10).minusMillis(1));
        node.settle();
        assertThat(clients).noneMatch(TestClient::ended);
        for (int tenth = 1; tenth <= 10; tenth++) { // of the last tenth
            node.advance(LIFETIME_MAX.dividedBy(100));
            node.settle();
            long ended = clients.stream().filter(TestClient::ended).count();
            assertThat(ended).isBetween(Math.max(0, tenth * 10L - 25), tenth * 10L + 25);
        }
        node.advance(Duration.ofMillis(1));
        node.settle();
        assertThat(clients).allMatch(TestClient::ended);
        assertThat(node.count("herald.streams.closed", "reason", "lifetime_over"))
                .isEqualTo(100);

        node.log.publish("while away", Topic.ofUser("u7"));
        node.deliver();
        TestClient again = longLived("u7", clients.get(7).lastEventId());
        assertThat(again.data()).containsExactly("while away");
    }

    @Test
    void lifetimeOver_isNoMatterWhereTheTokenExpiresFirst() {
        TestClient client = node.opened("ann", null);
        node.advance(LIFETIME_MAX);
        node.settle();
        assertThat(client.ended()).isTrue();
        assertThat(node.count("herald.streams.closed", "reason", "token_expired"))
                .isEqualTo(1);
    }

    /** Opened with a token that outlives the stream. */
    private TestClient longLived(String userId, String lastEventId) {
        StreamRequest request = node.request(userId, lastEventId, Framing.CHUNKED);
        Principal principal = new Principal(
                userId, "jti-" + userId, node.clock.instant().plus(LIFETIME_MAX.multipliedBy(2)), Set.of(), List.of());
        TestClient client = node.open(
                0, new StreamRequest(principal, request.topics(), lastEventId, Framing.CHUNKED, request.address()));
        node.settle();
        return client;
    }

    // Ends

    @Test
    void aServerThatDrainsRefusesNewStreams() {
        TestClient opening = node.open(0, "ann", null);
        TestClient open = node.opened("bob", null);
        node.streams.refuseNew();
        TestClient late = node.opened("cid", null);
        assertThat(late.refusal()).isEqualTo(Refusal.DRAINING);
        assertThat(opening.accepted()).isTrue();
        assertThat(open.ended()).isFalse();
    }

    @Test
    void departures_goInTurnAndOnce() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(node.opened("u" + i, null));
        }
        Departures departures = node.streams.departures();
        for (int gone = 0; gone <= 10; gone++) {
            assertThat(departures.isOver()).isFalse();
            departures.upTo(gone);
            node.settle();
            assertThat(clients.stream().filter(TestClient::ended).count()).isEqualTo(gone);
        }
        assertThat(departures.isOver()).isTrue();
        departures.upTo(10);
        assertThat(node.count("herald.streams.closed", "reason", "server_stopping"))
                .isEqualTo(10);
    }

    @Test
    void clientGone_beforeTheAnswerTakesNoPlace() {
        TestClient client = node.open(0, "ann", null);
        node.loops.runAll();
        client.cut();
        node.settle();
        assertThat(client.accepted()).isFalse();
        assertThat(node.count("herald.streams.opened")).isZero();
    }

    @Test
    void bytesFromTheClientEndTheStream() {
        TestClient client = node.opened("ann", null);
        client.channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(new byte[] {1}));
        node.settle();
        assertThat(client.ended()).isTrue();
        assertThat(client.channel.isOpen()).isFalse();
        assertThat(node.count("herald.streams.closed", "reason", "unexpected_bytes"))
                .isEqualTo(1);
    }

    @Test
    void aFailedWriteEndsTheStreamOnceAndLeavesTheOthersTheirEvents() {
        TestClient other = node.opened("bob", null);
        for (int i = 0; i < 5; i++) {
            Position before = node.log.tail();
            node.log.publish("1", ANN);
            node.deliver();
            TestClient client = node.open(0, "ann", before.toString());
            while (node.reads.waiting() == 0) {
                assertThat(node.loops.loop(0).runOne() | node.checks.runOne()).isTrue();
            }
            client.channel.breakDown();
            node.settle();
            assertThat(client.channel.isOpen()).isFalse();
        }
        assertThat(node.count("herald.streams.closed", "reason", "client_gone")).isEqualTo(5);
        node.log.publish("for all", Topic.BROADCAST);
        node.deliver();
        assertThat(other.data()).containsExactly("for all");
    }

    @Test
    void aFarewellWaitsOnlySoLong() {
        TestClient client = node.opened("ann", null);
        client.channel.stall();
        node.log.append(new Entry.SessionStarted("ann", "another", 2));
        node.deliver();
        node.advance(Duration.ofMillis(4_999));
        node.settle();
        assertThat(client.channel.isOpen()).isTrue();
        node.advance(Duration.ofMillis(1));
        node.settle();
        assertThat(client.channel.isOpen()).isFalse();
        assertThat(node.streams.registry().open()).isZero();
    }

    @Test
    void aServerThatStopsTellsEachToComeBackLater() {
        TestClient client = node.opened("ann", null);
        node.streams.close();
        node.settle();
        assertThat(client.raw()).contains("retry: ");
        assertThat(node.count("herald.streams.closed", "reason", "server_stopping"))
                .isEqualTo(1);
    }

    @Test
    void speaksWithoutChunksToHttp10() {
        TestClient client = node.open(0, node.request("ann", null, Framing.UNTIL_CLOSE));
        node.settle();
        Position position = node.log.publish("1", ANN);
        node.deliver();
        node.streams.close();
        node.settle();
        assertThat(client.raw())
                .startsWith(": connected\nid: ")
                .contains("id: " + position + "\nevent: message\ndata: 1\n\nretry: ")
                .doesNotContain("\r");
    }
}
