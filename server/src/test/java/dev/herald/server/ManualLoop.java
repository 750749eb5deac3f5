package dev.herald.server;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An event loop that does nothing, and for which no time passes, until the test says so. Confined to the test's thread. */
public final class ManualLoop extends AbstractScheduledEventExecutor implements EventLoop, UnendingLoops {
    private final Thread thread = Thread.currentThread();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final MockTicker ticker = Ticker.newMockTicker();
    private Runnable beforeNext = () -> {};
    private boolean stopped;

    /** Runs the next task; whether there was one. */
    public boolean runOne() {
        fetchFromScheduledTaskQueue(tasks);
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    /** Runs tasks until none is left that is due. */
    public void runAll() {
        while (runOne()) {
            // the next
        }
    }

    /** Lets time pass, without running what becomes due. */
    public void advance(Duration by) {
        ticker.advance(by.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Tasks that wait, but for those of a later time. */
    public int waiting() {
        return tasks.size();
    }

    /** Does this just before it takes the next task, as a thread would that was quicker than the one handing it over. */
    public void beforeNext(Runnable action) {
        beforeNext = action;
    }

    /** Accepts no task from now on. */
    public void stop() {
        stopped = true;
    }

    /** Accepts tasks again. */
    public void goOn() {
        stopped = false;
    }

    @Override
    public void execute(Runnable task) {
        if (stopped) {
            throw new RejectedExecutionException("stopped");
        }
        Runnable first = beforeNext;
        beforeNext = () -> {};
        first.run();
        tasks.add(task);
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public boolean inEventLoop(Thread asked) {
        return asked == thread;
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public EventLoopGroup parent() {
        EventExecutorGroup parent = super.parent();
        return (EventLoopGroup) parent;
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShuttingDown() {
        return stopped;
    }
}
