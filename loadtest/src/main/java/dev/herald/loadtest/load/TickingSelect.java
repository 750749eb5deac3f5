package dev.herald.loadtest.load;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a loop sleep until its next tick, whatever comes meanwhile, and then see all of it together: at many events a
 * second, to be woken by each costs more than to read it. Tasks from other threads wait for the tick as well. Confined
 * to its event loop.
 */
final class TickingSelect implements SelectStrategy {
    private final long tickNanos;
    private long lastNanos = System.nanoTime();

    TickingSelect(Duration tick) {
        this.tickNanos = tick.toNanos();
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (!hasTasks) {
            // A park may end early, which only makes this tick a short one; a tick that was late is not made up for.
            LockSupport.parkNanos(this, lastNanos + tickNanos - System.nanoTime());
            lastNanos = System.nanoTime();
        }
        return selectNow.get();
    }
}
