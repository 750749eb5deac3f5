package dev.herald.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogRecord;
import dev.herald.server.metrics.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The race that {@link Hub} explains, on real threads: subscribers join and leave while batches are handed over. After
 * the position that a subscriber reads as decided, it must be handed every record of its topic, without a gap.
 */
class HubJoinRaceTest {
    private static final int LOOPS = 3;
    private static final int STAYS = 20_000;
    private static final int FRAMES_PER_STAY = 2;

    @Test
    void nothingFallsBetweenJoiningAndTheBatchInFlight() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(LOOPS, LocalIoHandler.newFactory());
        try {
            Hub hub = new Hub(loops, at(0), control -> {}, probe -> {}, new ServerMetrics(new SimpleMeterRegistry()));
            ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
            AtomicLong stays = new AtomicLong();
            List<EventLoop> all = new ArrayList<>();
            int user = 0;
            for (EventExecutor executor : loops) {
                EventLoop loop = (EventLoop) executor;
                all.add(loop);
                // Alone on its loop with its topic, so that the loop's interest comes and goes with it.
                Topic topic = Topic.ofUser("user" + user++);
                loop.execute(() -> new Visitor(hub, loop, topic, faults, stays).join());
            }
            long position = 0;
            while (stays.get() < STAYS && faults.isEmpty()) {
                List<LogRecord> batch = new ArrayList<>();
                for (long end = position + 1 + position % 3; position < end; ) {
                    position++;
                    List<Topic> topics = new ArrayList<>();
                    for (int i = 0; i < LOOPS; i++) {
                        topics.add(Topic.ofUser("user" + i));
                    }
                    batch.add(new LogRecord(
                            at(position), new Entry.Publication(new NewEvent(topics, "message", "1")), 0));
                }
                hub.advanced(batch, at(position));
                if (position % 64 == 0) { // or the loops' queues would only grow
                    for (EventLoop loop : all) {
                        loop.submit(() -> {}).sync();
                    }
                }
            }
            assertThat(faults).isEmpty();
            hub.loops().forEach(LoopHub::close);
        } finally {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    private static Position at(long offset) {
        return new Position(7, offset);
    }

    /** Joins, is handed a few frames, leaves, and joins again. Confined to its event loop. */
    private static final class Visitor extends SilentSubscriber {
        private final LoopHub hub;
        private final EventLoop loop;
        private final List<Topic> topics;
        private final ConcurrentLinkedQueue<String> faults;
        private final AtomicLong stays;
        private Position reached = at(0);
        private int left;

        Visitor(Hub hub, EventLoop loop, Topic topic, ConcurrentLinkedQueue<String> faults, AtomicLong stays) {
            this.hub = hub.at(loop);
            this.loop = loop;
            this.topics = List.of(topic);
            this.faults = faults;
            this.stays = stays;
        }

        void join() {
            left = FRAMES_PER_STAY;
            hub.join(this, topics);
            reached = hub.decided();
        }

        @Override
        public boolean deliver(Frame frame) {
            if (left == 0 || !frame.position().isAfter(reached)) {
                return false;
            }
            if (frame.position().offset() != reached.offset() + 1) {
                faults.add("after " + reached + " came " + frame.position());
            }
            reached = frame.position();
            if (--left == 0) {
                stays.incrementAndGet();
                loop.execute(() -> {
                    hub.leave(this, topics);
                    join();
                });
            }
            return true;
        }

        @Override
        public void failed(Throwable cause) {
            faults.add(cause.toString());
        }
    }
}
