package dev.herald.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessUseTest {
    @Test
    void seesItself() {
        ProcessUse use = ProcessUse.ofSelf();
        assertThat(use.cpuSeconds()).isPositive().isLessThan(3_600);
        assertThat(use.residentBytes()).isGreaterThan(10_000_000);
    }

    @Test
    void countsNothingForAProcessThatIsGone() {
        assertThat(ProcessUse.of(List.of(Long.MAX_VALUE))).isEqualTo(new ProcessUse(0, 0));
    }
}
