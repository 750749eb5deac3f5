package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainConfigTest {
    private static final int STREAMS = 90;

    @Test
    void streamsGoEvenlyOverTheSpread() {
        DrainConfig config = new DrainConfig(Duration.ZERO, Duration.ofSeconds(3));
        for (int millis = 0; millis <= 3_000; millis++) {
            assertThat(config.goneOf(STREAMS, millis * 1_000_000L))
                    .as("after %d ms", millis)
                    .isBetween(STREAMS * millis / 3_000 - 1, STREAMS * millis / 3_000);
        }
        assertThat(config.goneOf(STREAMS, 0)).isZero();
        assertThat(config.goneOf(STREAMS, 3_000_000_000L)).isEqualTo(STREAMS);
        assertThat(config.goneOf(STREAMS, Long.MAX_VALUE)).isEqualTo(STREAMS);
        assertThat(config.goneOf(0, 1_000_000_000L)).isZero();
    }

    @Test
    void allGoAtOnceWhereThereIsNoSpread() {
        DrainConfig config = new DrainConfig(Duration.ZERO, Duration.ZERO);
        assertThat(config.goneOf(STREAMS, STREAMS)).isEqualTo(STREAMS);
    }
}
