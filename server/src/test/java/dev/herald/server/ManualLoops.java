package dev.herald.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A few event loops that the test drives. Confined to the test's thread. */
public final class ManualLoops extends AbstractEventExecutorGroup implements EventLoopGroup {
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
    public ChannelFuture register(Channel channel) {
        return next().register(channel);
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        return next().register(promise);
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        return next().register(promise);
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<?> terminationFuture() {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShuttingDown() {
        return false;
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
