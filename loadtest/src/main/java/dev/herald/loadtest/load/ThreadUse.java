package dev.herald.loadtest.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How busy one thread is. Confined to that thread. */
final class ThreadUse {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long lastNanos = System.nanoTime();
    private long lastCpuNanos = -1;

    /** CPU seconds a second since the call before; 0 at the first, and where a thread's CPU is not known. */
    double take() {
        long now = System.nanoTime();
        long cpu = threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : -1;
        double cores = lastCpuNanos < 0 || cpu < 0 ? 0 : (double) (cpu - lastCpuNanos) / Math.max(1, now - lastNanos);
        lastNanos = now;
        lastCpuNanos = cpu;
        return cores;
    }
}
