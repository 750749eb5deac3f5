package dev.herald.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.Position;
import dev.herald.server.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final FakeClock clock = new FakeClock();

    @Test
    void remembersForItsWindowAndNotLonger() {
        RecentKeys keys = new RecentKeys(WINDOW, 10, clock);
        keys.remember("k", at(1));
        clock.advance(WINDOW.minusMillis(1));
        assertThat(keys.position("k")).isEqualTo(at(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(keys.position("k")).isNull();
    }

    @Test
    void aKeyThatIsUsedAgainIsNotRememberedLongerForIt() {
        RecentKeys keys = new RecentKeys(WINDOW, 10, clock);
        keys.remember("k", at(1));
        clock.advance(WINDOW.dividedBy(2));
        assertThat(keys.position("k")).isEqualTo(at(1));
        clock.advance(WINDOW.dividedBy(2));
        assertThat(keys.position("k")).isNull();
        keys.remember("k", at(2));
        assertThat(keys.position("k")).isEqualTo(at(2));
    }

    @Test
    void forgetsTheOldestBeyondItsBound() {
        RecentKeys keys = new RecentKeys(WINDOW, 3, clock);
        for (int i = 1; i <= 3; i++) {
            keys.remember("k" + i, at(i));
        }
        assertThat(keys.position("k1")).isEqualTo(at(1));
        keys.remember("k4", at(4));
        assertThat(keys.position("k1")).isNull();
        assertThat(keys.position("k2")).isEqualTo(at(2));
        assertThat(keys.position("k4")).isEqualTo(at(4));
    }

    @Test
    void mayBeToldToRememberNothing() {
        RecentKeys keys = new RecentKeys(WINDOW, 0, clock);
        keys.remember("k", at(1));
        assertThat(keys.position("k")).isNull();
    }

    private static Position at(long offset) {
        return new Position(1, offset);
    }
}
