package dev.herald.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenRateTest {
    private static final int MAX = 5;

    private final FakeClock clock = new FakeClock();
    private final OpenRate rate = new OpenRate(MAX, clock);

    @Test
    void allowsSoManyAMinuteToEachUser() {
        for (int i = 0; i < MAX; i++) {
            assertThat(rate.allows("ann")).isTrue();
        }
        assertThat(rate.allows("ann")).isFalse();
        assertThat(rate.allows("bob")).isTrue();
    }

    @Test
    void beginsAnewWithTheNextMinute() {
        for (int i = 0; i < 3 * MAX; i++) {
            rate.allows("ann");
        }
        clock.advance(Duration.ofMillis(59_999));
        assertThat(rate.allows("ann")).isFalse();
        clock.advance(Duration.ofMillis(1));
        for (int i = 0; i < MAX; i++) {
            assertThat(rate.allows("ann")).isTrue();
        }
        assertThat(rate.allows("ann")).isFalse();
    }

    @Test
    void countsRightUnderManyThreads() throws InterruptedException {
        OpenRate generous = new OpenRate(1_000, clock);
        AtomicInteger allowed = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        if (generous.allows("ann")) {
                            allowed.incrementAndGet();
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(allowed).hasValue(1_000);
    }
}
