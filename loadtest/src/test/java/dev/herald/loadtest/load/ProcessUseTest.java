package dev.herald.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessUseTest {
    private static final long OWN = ProcessHandle.current().pid();

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesAProcess() {
        ProcessUse use = Objects.requireNonNull(ProcessUse.of(List.of(OWN)));
        assertThat(use.cpuSeconds()).isPositive().isLessThan(3_600);
        assertThat(use.residentBytes()).isGreaterThan(10_000_000);
    }

    @Test
    void seesItselfOnAnySystem() {
        assertThat(ProcessUse.ownCpuSeconds()).isPositive().isLessThan(3_600);
    }

    @Test
    void knowsNothingOnceOneIsGone() {
        assertThat(ProcessUse.of(List.of(OWN, Long.MAX_VALUE))).isNull();
        assertThat(ProcessUse.of(List.of())).isNull();
    }

    @Test
    void addsUpNothingWhereOneLookIsNotKnown() {
        ProcessUse use = new ProcessUse(3, 1);
        assertThat(ProcessUse.cores(use, new ProcessUse(7, 1), 2)).isEqualTo(2);
        assertThat(ProcessUse.cores(use, null, 2)).isZero();
        assertThat(ProcessUse.cores(null, use, 2)).isZero();
    }
}
