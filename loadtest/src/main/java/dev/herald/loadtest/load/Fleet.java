package dev.herald.loadtest.load;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;

/** All subscribers, spread over the loops. Its questions block the caller until every loop has answered. Thread-safe. */
final class Fleet {
    private final List<SubscriberLoop> loops = new ArrayList<>();
    private final int rampPerSecond;

    Fleet(Plan plan, Run run, Identities identities, EventLoopGroup group, Transport transport) {
        Plan.Streams streams = plan.streams();
        this.rampPerSecond = streams.rampPerSecond();
        for (int i = 0; i < streams.loops(); i++) {
            EventLoop eventLoop = group.next();
            loops.add(new SubscriberLoop(plan, run, identities, eventLoop, transport));
        }
        int stalling = (int) Math.round(streams.count() * streams.stalledShare());
        for (int i = 0; i < streams.count(); i++) {
            // Spread the stalling ones evenly: stream i stalls if the running total passes a whole number there.
            boolean stalls = (long) (i + 1) * stalling / streams.count() > (long) i * stalling / streams.count();
            loops.get(i % loops.size()).add(new Subscriber(i, plan.targetOf(i), stalls));
        }
    }

    void start() {
        loops.forEach(loop -> loop.start((double) rampPerSecond / loops.size()));
    }

    /** Streams that have been neither opened nor refused for good. */
    int unsettled() {
        return ask(SubscriberLoop::unsettled).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    void stall(boolean stalled) {
        loops.forEach(loop -> loop.stall(stalled));
    }

    void herd() {
        loops.forEach(SubscriberLoop::herd);
    }

    List<Sample> take() {
        return ask(SubscriberLoop::take);
    }

    Shortfall shortfall(Promised promised) {
        return Shortfall.sum(ask(loop -> loop.shortfall(promised)));
    }

    void end() {
        loops.forEach(SubscriberLoop::end);
    }

    private <T> List<T> ask(Function<SubscriberLoop, T> question) {
        List<Future<T>> answers = new ArrayList<>();
        for (SubscriberLoop loop : loops) {
            answers.add(loop.eventLoop().submit(() -> question.apply(loop)));
        }
        List<T> all = new ArrayList<>();
        for (Future<T> answer : answers) {
            all.add(Waiting.await(answer));
        }
        return all;
    }
}
