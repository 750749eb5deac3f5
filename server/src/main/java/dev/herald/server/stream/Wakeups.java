package dev.herald.server.stream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the streams of one event loop when something is due for them: a heartbeat, or their end. Time is cut into steps,
 * and those that are due in the same step share one timer: a timer each, as {@code IdleStateHandler} has it, would cost
 * every stream 190 bytes, and the loop a turn of its own for every heartbeat.
 *
 * <p>A stream is woken once for each time that it is added: not before it is due, unless that is further ahead than the
 * steps reach, and at most a step later, if the loop is on time. It looks for itself what is due, and has itself added
 * again; so to put a heartbeat off, because something was written, costs nothing here. Confined to its event loop.
 */
final class Wakeups {
    /** The longest step; where heartbeats are frequent it is a hundredth of their interval. */
    static final Duration STEP_MAX = Duration.ofMillis(250);

    /** Streams woken by one task, after which the loop sees to its sockets: after a broadcast all are due at once. */
    static final int TOGETHER_MAX = 500;

    /** The slot of a stream that does not wait to be woken. */
    static final int NO_SLOT = -1;

    private static final int STEPS_A_HEARTBEAT = 100;
    private static final int SLOTS = 256; // so many steps ahead; each slot is that of one of them
    private static final long NEVER = Long.MAX_VALUE;
    private static final long AT_WORK = Long.MIN_VALUE;

    private final EventLoop loop;
    private final long heartbeatNanos;
    private final long stepNanos;
    private final @Nullable StreamHandler[] firsts = new StreamHandler[SLOTS]; // of the list of each slot
    private int waiting;
    private long next; // all who were due in a step before this have been woken
    private @Nullable Future<?> timer;
    private long timerStep = NEVER; // the one that it is set for

    Wakeups(EventLoop loop, Duration heartbeat) {
        this.loop = loop;
        this.heartbeatNanos = heartbeat.toNanos();
        this.stepNanos = Math.max(1, Math.min(STEP_MAX.toNanos(), heartbeatNanos / STEPS_A_HEARTBEAT));
    }

    /** The time by the loop's clock. */
    long now() {
        return loop.ticker().nanoTime();
    }

    /** Silence after which a stream carries a heartbeat. */
    long heartbeatNanos() {
        return heartbeatNanos;
    }

    /** Wakes the stream, which must not be waiting yet, when this time has come. */
    void add(StreamHandler stream, long dueNanos) {
        assert loop.inEventLoop();
        assert stream.slot == NO_SLOT;
        if (waiting == 0) {
            next = Math.max(next, stepAt(now()));
        }
        long due = -Math.floorDiv(-dueNanos, stepNanos); // rounded up: never before its time
        long step = Math.min(Math.max(due, next), next + SLOTS - 1);
        link(stream, slotOf(step));
        if (step < timerStep) {
            setTimer(step);
        }
    }

    /** The stream has ended; without effect if it is not waiting. */
    void remove(StreamHandler stream) {
        assert loop.inEventLoop();
        if (stream.slot != NO_SLOT) {
            unlink(stream); // a timer that finds nobody is of no harm
        }
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    private void wakeWhoIsDue() {
        assert loop.inEventLoop();
        timer = null;
        timerStep = AT_WORK; // whoever is added meanwhile needs none
        try {
            wakeSome();
        } finally {
            timerStep = NEVER;
            if (waiting > 0) {
                setTimer(firstStep());
            }
        }
    }

    private void wakeSome() {
        long now = now();
        long current = stepAt(now);
        next = Math.max(next, current - SLOTS + 1); // a loop that was away for long: every slot, and each once
        for (int woken = 0; next <= current && woken < TOGETHER_MAX; ) {
            StreamHandler stream = firsts[slotOf(next)];
            if (stream == null) {
                next++;
            } else {
                unlink(stream);
                wake(stream, now);
                woken++;
            }
        }
    }

    private static void wake(StreamHandler stream, long now) {
        try {
            stream.wake(now);
        } catch (RuntimeException | Error e) { // ends this one, not what the others are owed
            stream.failed(e);
        }
    }

    private void setTimer(long step) {
        if (timer != null) {
            timer.cancel(false);
        }
        timerStep = step;
        timer = loop.schedule(this::wakeWhoIsDue, Math.max(0, step * stepNanos - now()), TimeUnit.NANOSECONDS);
    }

    /** The first that somebody waits for. */
    private long firstStep() {
        long step = next;
        while (firsts[slotOf(step)] == null) {
            step++;
        }
        return step;
    }

    private long stepAt(long nanos) {
        return Math.floorDiv(nanos, stepNanos);
    }

    private static int slotOf(long step) {
        return Math.floorMod(step, SLOTS);
    }

    private void link(StreamHandler stream, int slot) {
        StreamHandler first = firsts[slot];
        if (first != null) {
            first.before = stream;
        }
        stream.after = first;
        stream.slot = slot;
        firsts[slot] = stream;
        waiting++;
    }

    private void unlink(StreamHandler stream) {
        if (stream.before != null) {
            stream.before.after = stream.after;
        } else {
            firsts[stream.slot] = stream.after;
        }
        if (stream.after != null) {
            stream.after.before = stream.before;
        }
        stream.before = null;
        stream.after = null;
        stream.slot = NO_SLOT;
        waiting--;
    }
}
