package dev.herald.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** A few event loops that the test drives. Confined to the test's thread. */
public final class ManualLoops extends AbstractEventExecutorGroup implements UnendingLoops {
    private final List<ManualLoop> loops;

    public ManualLoops(int count) {
        loops = IntStream.range(0, count).mapToObj(i -> new ManualLoop()).toList();
    }

    public ManualLoop loop(int index) {
        return loops.get(index);
    }

    /** Runs tasks on all loops until none is left that is due. */
    public void runAll() {
        boolean ran = true;
        while (ran) {
            ran = false;
            for (ManualLoop loop : loops) {
                ran |= loop.runOne();
            }
        }
    }

    public void advance(Duration by) {
        loops.forEach(loop -> loop.advance(by));
    }

    @Override
    public EventLoop next() {
        return loops.get(0);
    }

    @Override
    public Iterator<EventExecutor> iterator() {
        return List.<EventExecutor>copyOf(loops).iterator();
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw new UnsupportedOperationException();
    }
}
