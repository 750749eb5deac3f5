package dev.herald.loadtest.load;

import dev.herald.loadtest.wire.Values;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Publishes at a fixed rate, whatever the server does (an open loop), on a few keep-alive connections. Methods may be
 * called from any thread and hand over; the rest is confined to its event loop.
 */
final class Publisher {
    /** Longest sleep between two looks at what is due, and the least: the latter bounds the tool's own lateness. */
    private static final long TICK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long TICK_NANOS_MIN = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long RECONNECT_MILLIS = 20;

    private final Plan plan;
    private final Run run;
    private final Identities identities;
    private final EventLoop eventLoop;
    private final Transport transport;
    private final Ledger ledger;
    private final LoopStats stats = new LoopStats();
    private final ReadBuffer readBuffer = new ReadBuffer();
    private final List<PublishLane> lanes = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private boolean ended;

    Publisher(Plan plan, Run run, Identities identities, EventLoop eventLoop, Transport transport) {
        this.plan = plan;
        this.run = run;
        this.identities = identities;
        this.eventLoop = eventLoop;
        this.transport = transport;
        this.ledger = new Ledger(plan.targets());
        eventLoop.terminationFuture().addListener(terminated -> readBuffer.release());
    }

    /** Begins to publish at that time of the run. From any thread. */
    void start(long startNanos) {
        eventLoop.execute(() -> {
            Schedule schedule = plan.schedule(startNanos);
            byte[] payload = new byte[plan.publishing().payloadBytes()];
            Arrays.fill(payload, (byte) 'x');
            for (int i = 0; i < schedule.lanes(); i++) {
                PublishLane lane = lane(i, payload, schedule);
                lanes.add(lane);
                connect(lane);
            }
            tick(schedule, 0);
        });
    }

    private PublishLane lane(int number, byte[] payload, Schedule schedule) {
        int[] targets = IntStream.range(0, plan.targets())
                .filter(target -> schedule.laneOfTarget(target) == number)
                .toArray();
        Values[] values = IntStream.of(targets)
                .mapToObj(target -> identities.publisher(target, payload))
                .toArray(Values[]::new);
        return new PublishLane(
                targets,
                values,
                payload,
                plan.publishing().inFlightMax(),
                run,
                plan.requests(),
                ledger,
                stats,
                schedule);
    }

    private void connect(PublishLane lane) {
        if (ended) {
            return;
        }
        Runnable again = () -> eventLoop.schedule(() -> connect(lane), RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        new Bootstrap()
                .group(eventLoop)
                .channel(transport.socket())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, readBuffer)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.closeFuture().addListener(closed -> channels.remove(channel));
                        channel.pipeline().addLast(new PublishHandler(lane, readBuffer, again));
                    }
                })
                .connect(plan.publishAt())
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        stats.reasons.add("publisher's connect: "
                                + connected.cause().getClass().getSimpleName());
                        again.run();
                    }
                });
    }

    /** Tells the lanes whose events have come due since the last tick, and no others. */
    private void tick(Schedule schedule, long told) {
        if (ended) {
            return;
        }
        long now = run.now();
        long next = told;
        int lastLane = -1;
        for (; schedule.dueNanos(next) <= now; next++) {
            int lane = schedule.laneOf(next);
            if (lane != lastLane) {
                lanes.get(lane).pump(now);
            }
            lastLane = lane;
        }
        long from = next;
        long wait = Math.max(TICK_NANOS_MIN, Math.min(TICK_NANOS_MAX, schedule.dueNanos(next) - now));
        eventLoop.schedule(() -> tick(schedule, from), wait, TimeUnit.NANOSECONDS);
    }

    /** Sends no new event from here on; those in flight may still be answered. */
    void finish() {
        eventLoop.execute(() -> lanes.forEach(PublishLane::finish));
    }

    /** Whether every event has been sent and answered. */
    Future<Boolean> isDone() {
        return eventLoop.submit(() -> lanes.stream().allMatch(PublishLane::isDone));
    }

    /** Gives up what is not done, closes the connections, and says what has to be delivered. */
    Future<Promised> end() {
        return eventLoop.submit(() -> {
            ended = true;
            lanes.forEach(PublishLane::end);
            List.copyOf(channels).forEach(Channel::close);
            return ledger.close();
        });
    }

    Future<Sample> take() {
        return eventLoop.submit(stats::takeOnLoop);
    }
}
