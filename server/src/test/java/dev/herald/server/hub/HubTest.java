package dev.herald.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.ManualLoop;
import dev.herald.server.ManualLoops;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogRecord;
import dev.herald.server.metrics.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the log's tail to subscribers, over two loops that the test drives. */
class HubTest {
    private static final Topic ANN = Topic.ofUser("ann");
    private static final Topic BOB = Topic.ofUser("bob");

    private final ManualLoops loops = new ManualLoops(2);
    private final ManualLoop one = loops.loop(0);
    private final ManualLoop two = loops.loop(1);
    private final List<Entry.Control> controls = new ArrayList<>();
    private final List<String> probes = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Hub hub = new Hub(loops, at(0), controls::add, probes::add, new ServerMetrics(meters));
    private long last;

    @AfterEach
    void letGoOfBuffers() {
        hub.loops().forEach(LoopHub::close);
        loops.runAll();
    }

    @Test
    void reachesEachLoopConcernedInOneTask() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        RecordingSubscriber anns = new RecordingSubscriber(hub, one, ANN);
        RecordingSubscriber bob = new RecordingSubscriber(hub, two, BOB);
        hub.advanced(List.of(event(ANN), event(ANN), event(ANN)), at(3));
        assertThat(one.waiting()).isEqualTo(1);
        assertThat(two.waiting()).isZero();
        hub.advanced(List.of(event(BOB, ANN), event(Topic.BROADCAST)), at(5));
        assertThat(two.waiting()).isEqualTo(1);
        loops.runAll();
        assertThat(ann.frames).containsExactly(at(1), at(2), at(3), at(4), at(5));
        assertThat(anns.frames).isEqualTo(ann.frames);
        assertThat(bob.frames).containsExactly(at(4), at(5));
        assertThat(meters.counter("herald.frames.delivered").count()).isEqualTo(12);
    }

    @Test
    void flushesEachSubscriberOnceABatch() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        hub.advanced(List.of(event(ANN), event(ANN), event(ANN, Topic.BROADCAST)), at(3));
        loops.runAll();
        assertThat(ann.flushes).isEqualTo(1);
        hub.advanced(List.of(event(ANN)), at(4));
        loops.runAll();
        assertThat(ann.flushes).isEqualTo(2);
    }

    @Test
    void whatGathersForALateLoopIsDeliveredTogether() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        hub.advanced(List.of(event(ANN)), at(1));
        hub.advanced(List.of(event(ANN), event(ANN)), at(3));
        hub.advanced(List.of(event(ANN)), at(4));
        assertThat(one.waiting()).isEqualTo(1);
        loops.runAll();
        assertThat(ann.frames).containsExactly(at(1), at(2), at(3), at(4));
        assertThat(ann.flushes).isEqualTo(1);
        assertThat(hub.at(one).tail()).isEqualTo(at(4));
    }

    @Test
    void aLoopTooFarBehindIsSentToTheLogAndStillHearsControls() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        for (int i = 1; i <= LoopHub.WAITING_MAX; i++) {
            hub.advanced(List.of(event(ANN)), at(i));
        }
        Entry.Control control = new Entry.SessionsEnded("ann", Set.of("j"));
        LogRecord tooMuch = event(ANN);
        last++;
        hub.advanced(List.of(tooMuch, new LogRecord(at(last), control, 0)), at(last));
        loops.runAll();
        assertThat(ann.frames).hasSize(LoopHub.WAITING_MAX).endsWith(at(LoopHub.WAITING_MAX));
        assertThat(ann.controls).containsExactly(control);
        assertThat(ann.missed).containsExactly(at(LoopHub.WAITING_MAX + 2));
        hub.advanced(List.of(event(ANN)), at(last));
        loops.runAll();
        assertThat(ann.frames).endsWith(at(LoopHub.WAITING_MAX + 3)); // room again
    }

    @Test
    void deliversNothingAfterLeaving() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        hub.advanced(List.of(event(ANN)), at(1));
        ann.leave();
        hub.advanced(List.of(event(ANN), event(Topic.BROADCAST)), at(3));
        loops.runAll();
        assertThat(ann.frames).isEmpty();
        var topics = hub.at(one).topics();
        loops.runAll();
        assertThat(topics.getNow()).isZero();
    }

    @Test
    void tellsOfControlsBeforeAnyLoopHears() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        RecordingSubscriber bob = new RecordingSubscriber(hub, one, BOB);
        Entry.Control control = new Entry.SessionsEnded("ann", Set.of("j"));
        hub.advanced(List.of(new LogRecord(at(1), control, 0)), at(1));
        assertThat(controls).containsExactly(control);
        assertThat(ann.controls).isEmpty();
        loops.runAll();
        assertThat(ann.controls).containsExactly(control);
        assertThat(bob.controls).isEmpty();
    }

    @Test
    void tellsEveryLoopTheTailThroughItsOwnQueue() {
        loops.advance(Duration.ofSeconds(1));
        hub.advanced(List.of(), at(9));
        assertThat(hub.at(one).tail()).isEqualTo(at(0));
        assertThat(hub.at(one).decided()).isEqualTo(at(9));
        loops.runAll();
        assertThat(hub.at(one).tail()).isEqualTo(at(9));
        assertThat(hub.at(two).tail()).isEqualTo(at(9));
    }

    @Test
    void tellsAQuietLoopTheTailOfABusyLogAboutOnceASecond() {
        new RecordingSubscriber(hub, one, ANN);
        int told = 0;
        for (int i = 1; i <= 100; i++) {
            loops.advance(Duration.ofMillis(100));
            hub.advanced(List.of(event(ANN)), at(i));
            told += two.waiting();
            loops.runAll();
            assertThat(hub.at(two).tail()).isGreaterThanOrEqualTo(at(Math.max(0, i - 10)));
        }
        assertThat(told).isBetween(9, 12);
    }

    @Test
    void sendsAProbeThroughEveryLoop() {
        hub.advanced(List.of(new LogRecord(at(1), new Entry.Probe("p"), 0)), at(1));
        assertThat(probes).isEmpty();
        one.runAll();
        assertThat(probes).containsExactly("p");
        two.runAll();
        assertThat(probes).containsExactly("p", "p");
    }

    @Test
    void tellsEveryoneWhatWasMissedAndNeverDecidesLessAgain() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        RecordingSubscriber bob = new RecordingSubscriber(hub, two, BOB);
        hub.missed(at(2), at(9));
        hub.advanced(List.of(), at(5));
        assertThat(hub.at(one).decided()).isEqualTo(at(9));
        loops.runAll();
        assertThat(ann.missed).containsExactly(at(9));
        assertThat(bob.missed).containsExactly(at(9));
        assertThat(hub.at(one).tail()).isEqualTo(at(2));
    }

    /** The module's watch over buffers finds it if a frame is not let go of. */
    @Test
    void letsGoOfABatchThatFailsHalfway() {
        new RecordingSubscriber(hub, one, ANN);
        LogRecord frame = event(ANN);
        LogRecord bad = new LogRecord(at(2), new Entry.Publication(null), 0);
        assertThatThrownBy(() -> hub.advanced(List.of(frame, bad), at(2))).isInstanceOf(RuntimeException.class);
        loops.runAll();
    }

    @Test
    void controlsOfABatchThatFailsReachTheirStreamsAllTheSame() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        Entry.Control before = new Entry.SessionsEnded("ann", Set.of("j"));
        Entry.Control behind = new Entry.SessionStarted("ann", "k", 2);
        List<LogRecord> records = List.of(
                new LogRecord(at(1), before, 0),
                new LogRecord(at(2), new Entry.Publication(null), 0),
                new LogRecord(at(3), behind, 0));
        assertThatThrownBy(() -> hub.advanced(records, at(3))).isInstanceOf(RuntimeException.class);
        loops.runAll();
        assertThat(ann.controls).containsExactly(before, behind);
        assertThat(controls).endsWith(before, behind);
        assertThat(hub.at(one).tail()).as("the event has not been handed over").isEqualTo(at(0));
    }

    @Test
    void heartbeatsAreEncodedOnceATail() {
        ByteBuf first = hub.at(one).heartbeat(Framing.UNTIL_CLOSE);
        assertThat(first.toString(StandardCharsets.UTF_8))
                .isEqualTo("id: " + at(0) + "\nevent: heartbeat\ndata: {}\n\n");
        ByteBuf second = hub.at(one).heartbeat(Framing.UNTIL_CLOSE);
        assertThat(second.memoryAddress()).isEqualTo(first.memoryAddress());
        loops.advance(Duration.ofSeconds(1));
        hub.advanced(List.of(), at(5));
        loops.runAll();
        ByteBuf third = hub.at(one).heartbeat(Framing.CHUNKED);
        assertThat(third.toString(StandardCharsets.UTF_8)).contains("id: " + at(5) + "\n");
        assertThat(second.toString(StandardCharsets.UTF_8)).contains("id: " + at(0) + "\n");
        List.of(first, second, third).forEach(ByteBuf::release);
    }

    @Test
    void aSubscriberThatFailsEndsAloneAndTheOthersHaveTheirFrames() {
        List<RecordingSubscriber> others = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(new RecordingSubscriber(hub, one, ANN));
            if (i % 3 == 0) {
                hub.at(one).join(new FailingSubscriber(failures), List.of(ANN));
            }
        }
        hub.advanced(List.of(event(ANN), event(BOB), event(ANN)), at(3));
        loops.runAll();
        assertThat(others)
                .allSatisfy(other -> assertThat(other.frames).containsExactly(at(1), at(3)))
                .allSatisfy(other -> assertThat(other.flushes).isEqualTo(1));
        assertThat(failures).hasSize(8);
    }

    @Test
    void aLongQueueIsTakenInSharesInOrder() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        List<Position> all = new ArrayList<>();
        for (int i = 1; i <= 1_200; i++) {
            hub.advanced(List.of(event(ANN)), at(i));
            all.add(at(i));
        }
        assertThat(one.runOne()).isTrue();
        assertThat(ann.frames).isEqualTo(all.subList(0, 500));
        assertThat(hub.at(one).tail()).isEqualTo(at(500));
        loops.runAll();
        assertThat(ann.frames).isEqualTo(all);
        assertThat(ann.flushes).isEqualTo(3);
    }

    @Test
    void tooManyBytesSendALoopToTheLogToo() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, one, ANN);
        String data = "\"" + "x".repeat(1_000_000) + "\"";
        int fit = (int) (LoopHub.WAITING_BYTES_MAX / 1_000_000) + 1;
        for (int i = 1; i <= fit + 1; i++) {
            last++;
            NewEvent event = new NewEvent(List.of(ANN), "message", data);
            hub.advanced(List.of(new LogRecord(at(i), new Entry.Publication(event), 0)), at(i));
        }
        loops.runAll();
        assertThat(ann.frames).hasSizeBetween(fit - 1, fit);
        assertThat(ann.missed).contains(at(fit + 1));
    }

    @Test
    void letsGoOfItsFramesWhenALoopHasStopped() {
        ManualLoops stopping = new ManualLoops(2);
        Hub hub = new Hub(stopping, at(0), controls::add, probes::add, new ServerMetrics(meters));
        new RecordingSubscriber(hub, stopping.loop(0), ANN);
        RecordingSubscriber bob = new RecordingSubscriber(hub, stopping.loop(1), BOB);
        stopping.loop(0).stop();
        hub.advanced(List.of(event(ANN, BOB)), at(1));
        stopping.runAll();
        assertThat(bob.frames).containsExactly(at(1));
    }

    @Test
    void knowsOnlyItsOwnLoops() {
        assertThatThrownBy(() -> hub.at(new ManualLoop())).isInstanceOf(IllegalArgumentException.class);
    }

    private LogRecord event(Topic... topics) {
        last++;
        return new LogRecord(at(last), new Entry.Publication(new NewEvent(List.of(topics), "message", "1")), 0);
    }

    private static Position at(long offset) {
        return new Position(7, offset);
    }

    private static final class FailingSubscriber extends SilentSubscriber {
        private final List<Throwable> failures;

        FailingSubscriber(List<Throwable> failures) {
            this.failures = failures;
        }

        @Override
        public boolean deliver(Frame frame) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void failed(Throwable cause) {
            failures.add(cause);
        }
    }
}
