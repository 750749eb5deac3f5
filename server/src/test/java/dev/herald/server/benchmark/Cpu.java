package dev.herald.server.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/**
 * CPU time used so far.
 *
 * @param loopNanos by the event loops
 * @param processNanos by the whole process: collector, compiler and log as well
 */
record Cpu(long loopNanos, long processNanos) {
    static Cpu now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long loops = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("herald-loop")) {
                loops += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Cpu(loops, system.getProcessCpuTime());
    }

    Cpu since(Cpu before) {
        return new Cpu(loopNanos - before.loopNanos, processNanos - before.processNanos);
    }
}
