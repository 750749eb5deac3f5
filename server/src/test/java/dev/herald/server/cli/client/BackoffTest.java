package dev.herald.server.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesItsBoundWithEveryFailureUpToAMost() {
        Backoff backoff = new Backoff(new Greatest());
        assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofSeconds(4));
        assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofSeconds(8));
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofSeconds(15));
        }
    }

    @Test
    void startsAnewAfterAStreamThatStood() {
        Backoff backoff = new Backoff(new Greatest());
        backoff.next(Duration.ZERO);
        backoff.next(Duration.ZERO);
        backoff.succeeded();
        assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesTheServersWord() {
        Backoff backoff = new Backoff(new Greatest());
        backoff.serverAsksFor(Duration.ofMillis(250));
        assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
        backoff.serverAsksFor(Duration.ofMinutes(2));
        assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofMinutes(2));
        backoff.serverAsksFor(Duration.ZERO);
        assertThat(backoff.next(Duration.ZERO)).isZero();
    }

    @Test
    void takesNoWordThatIsBeyondReason() {
        Backoff backoff = new Backoff(new Greatest());
        backoff.serverAsksFor(Duration.ofHours(1).minusMillis(1));
        assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofHours(1).minusMillis(1));
        backoff.serverAsksFor(Duration.ofMillis(Long.MAX_VALUE));
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next(Duration.ZERO)).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void waitsAnythingFromNothing() {
        assertThat(new Backoff(new Least()).next(Duration.ZERO)).isZero();
        assertThat(new Backoff(new Least()).next(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    }

    /** Draws the greatest number that it may. */
    private static final class Greatest implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    private static final class Least implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return 0;
        }
    }
}
