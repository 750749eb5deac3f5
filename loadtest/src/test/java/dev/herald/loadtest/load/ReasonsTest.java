package dev.herald.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonsTest {
    @Test
    void keepsAtMostItsBoundOfReasons() {
        Reasons reasons = new Reasons();
        for (int i = 0; i < Reasons.MAX - 1; i++) {
            reasons.add("reason " + i);
        }
        assertThat(reasons.snapshot()).hasSize(Reasons.MAX - 1).doesNotContainKey(Reasons.OTHERS);
        reasons.add("one more");
        reasons.add("another");
        reasons.add("reason 0");
        assertThat(reasons.snapshot())
                .hasSize(Reasons.MAX)
                .containsEntry(Reasons.OTHERS, 2L)
                .containsEntry("reason 0", 2L);
    }
}
