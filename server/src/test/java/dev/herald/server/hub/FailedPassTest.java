package dev.herald.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.ManualLoops;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogRecord;
import dev.herald.server.metrics.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A pass over an event loop's streams that breaks off: memory has run out, say, and not even the stream at fault can be
 * ended. Nobody knows then who was given what.
 */
class FailedPassTest {
    private static final Topic ANN = Topic.ofUser("ann");
    private static final Topic BOB = Topic.ofUser("bob");

    private final ManualLoops loops = new ManualLoops(2);
    private final EventLoop loop = loops.loop(0);
    private final Hub hub =
            new Hub(loops, at(0), control -> {}, probe -> {}, new ServerMetrics(new SimpleMeterRegistry()));
    private long last;

    @AfterEach
    void letGoOfBuffers() {
        hub.loops().forEach(LoopHub::close);
        loops.runAll();
    }

    @Test
    void sendsEveryStreamOfTheLoopToTheLog() {
        RecordingSubscriber before = new RecordingSubscriber(hub, loop, ANN);
        new ExhaustedSubscriber().joins(hub.at(loop), ANN);
        RecordingSubscriber after = new RecordingSubscriber(hub, loop, ANN);
        RecordingSubscriber apart = new RecordingSubscriber(hub, loop, BOB);
        hub.advanced(List.of(event(ANN), event(BOB)), at(2));
        loops.runAll();
        for (RecordingSubscriber each : List.of(before, after, apart)) {
            assertThat(each.missed).containsExactly(at(2));
        }
        assertThat(apart.frames).as("it broke off").isEmpty();
    }

    @Test
    void sendsWhatWasWrittenBeforeIt() {
        RecordingSubscriber before = new RecordingSubscriber(hub, loop, ANN);
        new ExhaustedSubscriber().joins(hub.at(loop), BOB);
        hub.advanced(List.of(event(ANN), event(BOB)), at(2));
        loops.runAll();
        assertThat(before.frames).containsExactly(at(1));
        assertThat(before.flushes).isEqualTo(1);
    }

    @Test
    void leavesTheOtherLoopsAndTheNextPassAlone() {
        RecordingSubscriber ann = new RecordingSubscriber(hub, loop, ANN);
        RecordingSubscriber elsewhere = new RecordingSubscriber(hub, loops.loop(1), ANN);
        ExhaustedSubscriber exhausted = new ExhaustedSubscriber();
        exhausted.joins(hub.at(loop), ANN);
        hub.advanced(List.of(event(ANN)), at(1));
        loops.runAll();
        exhausted.recovers();
        hub.advanced(List.of(event(ANN)), at(2));
        loops.runAll();
        assertThat(ann.frames).contains(at(2));
        assertThat(ann.missed).containsExactly(at(1));
        assertThat(hub.at(loop).tail()).isEqualTo(at(2));
        assertThat(elsewhere.frames).containsExactly(at(1), at(2));
        assertThat(elsewhere.missed).isEmpty();
    }

    private LogRecord event(Topic topic) {
        last++;
        return new LogRecord(at(last), new Entry.Publication(new NewEvent(List.of(topic), "message", "1")), 0);
    }

    private static Position at(long offset) {
        return new Position(7, offset);
    }

    /** Cannot take a frame, and cannot be ended for it either. Confined to its event loop. */
    private static final class ExhaustedSubscriber extends SilentSubscriber {
        private boolean recovered;

        void joins(LoopHub hub, Topic topic) {
            hub.join(this, List.of(topic));
        }

        void recovers() {
            recovered = true;
        }

        @Override
        public boolean deliver(Frame frame) {
            if (recovered) {
                return false;
            }
            throw new OutOfMemoryError("on purpose");
        }

        @Override
        public void failed(Throwable cause) {
            throw new OutOfMemoryError("on purpose, again");
        }
    }
}
