package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final LoginThrottle throttle = new LoginThrottle(5, WINDOW, LoginThrottle.BUCKETS_MAX, clock);

    private boolean tryOf(String account, String address) {
        return throttle.reserve(account, address).isEmpty();
    }

    private int triesOf(String account, String address) {
        int tries = 0;
        while (tryOf(account, address)) {
            tries++;
        }
        return tries;
    }

    @Test
    void letsThroughFiveTriesOfAPairAndSaysWhenTheNextIsFree() {
        assertThat(triesOf("a", "1.1.1.1")).isEqualTo(5);
        assertThat(throttle.reserve("a", "1.1.1.1")).contains(Duration.ofSeconds(12));

        clock.advance(Duration.ofMillis(11_999));
        assertThat(throttle.reserve("a", "1.1.1.1")).contains(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(triesOf("a", "1.1.1.1")).isEqualTo(1);
        clock.advance(WINDOW);
        assertThat(triesOf("a", "1.1.1.1")).isEqualTo(5);
    }

    @Test
    void aThrottledTryCostsNothing() {
        triesOf("a", "1.1.1.1");
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.reserve("a", "1.1.1.1")).contains(Duration.ofSeconds(12));
        }
    }

    @Test
    void othersAreNotConcerned() {
        triesOf("a", "1.1.1.1");
        assertThat(tryOf("a", "2.2.2.2")).isTrue();
        assertThat(tryOf("b", "1.1.1.1")).isTrue();
    }

    @Test
    void boundsOneClientOverAllAccounts() {
        int tries = 0;
        while (tryOf("user" + tries, "1.1.1.1")) {
            tries++;
        }
        assertThat(tries).isEqualTo(50);
        assertThat(tryOf("user0", "2.2.2.2")).isTrue();
    }

    @Test
    void boundsOneAccountOverAllClients() {
        int tries = 0;
        while (tryOf("a", "10.0.0." + tries)) {
            tries++;
        }
        assertThat(tries).isEqualTo(100);
        assertThat(tryOf("b", "10.0.0.1")).isTrue();
    }

    @Test
    void aHomeNetworkOfIpv6IsOneClient() {
        for (int i = 0; i < 5; i++) {
            assertThat(tryOf("a", "2001:db8:0:1::" + i)).isTrue();
        }
        assertThat(tryOf("a", "2001:db8:0:1:ffff::1")).isFalse();
        assertThat(tryOf("a", "2001:db8:0:2::1")).isTrue();
    }

    @Test
    void givesBackTheTryOfARightPassword() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(tryOf("a", "1.1.1.1")).isTrue();
            throttle.refund("a", "1.1.1.1");
        }
        assertThat(throttle.size()).isZero();
        assertThat(triesOf("a", "1.1.1.1")).isEqualTo(5);
    }

    @Test
    void refundsOnlyWhatWasTaken() {
        throttle.refund("a", "1.1.1.1");
        assertThat(triesOf("a", "1.1.1.1")).isEqualTo(5);
    }

    @Test
    void guessesMadeInParallelCountLikeGuessesMadeOneByOne() throws Exception {
        AtomicInteger through = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 8; i++) {
                pool.execute(() -> {
                    awaitUninterruptibly(start);
                    through.addAndGet(triesOf("a", "1.1.1.1"));
                });
            }
            start.countDown();
        } finally {
            pool.shutdown();
            assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(through).hasValue(5);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void remembersNoMoreThanItsBound() {
        LoginThrottle small = new LoginThrottle(5, WINDOW, 30, clock);
        for (int i = 0; i < 100; i++) {
            small.reserve("user" + i, "10.0.0." + i);
            assertThat(small.size()).isLessThanOrEqualTo(30);
        }
        assertThat(small.size()).isEqualTo(30);
    }

    @Test
    void doesNotForgetAnAttackerWhoKeepsTrying() {
        LoginThrottle small = new LoginThrottle(5, WINDOW, 30, clock);
        for (int i = 0; i < 5; i++) {
            assertThat(small.reserve("victim", "6.6.6.6")).isEmpty();
        }
        for (int i = 0; i < 100; i++) {
            small.reserve("user" + i, "10.0.0." + i);
            assertThat(small.reserve("victim", "6.6.6.6")).isPresent();
        }
    }

    @Test
    void forgetsBucketsThatAreFullAgain() {
        for (int i = 0; i < 50; i++) {
            tryOf("user" + i, "10.0.0." + i);
        }
        assertThat(throttle.size()).isEqualTo(150);
        clock.advance(WINDOW);
        tryOf("a", "1.1.1.1");
        assertThat(throttle.size()).isEqualTo(3);
    }

    @Test
    void aClockSetBackLocksNobodyOutForLongerThanTheWindow() {
        triesOf("a", "1.1.1.1");
        clock.advance(Duration.ofDays(-1));
        assertThat(throttle.reserve("a", "1.1.1.1").orElseThrow()).isLessThanOrEqualTo(WINDOW);
    }
}
