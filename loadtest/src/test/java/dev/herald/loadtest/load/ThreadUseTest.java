package dev.herald.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadUseTest {
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Test
    void seesWhatTheThreadHasUsedSinceTheLastLook() {
        ThreadUse use = new ThreadUse();
        assertThat(use.take()).isZero();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu < BUSY_NANOS) {
            Thread.onSpinWait();
        }
        assertThat(use.take()).isPositive().isLessThan(1.1);
    }
}
