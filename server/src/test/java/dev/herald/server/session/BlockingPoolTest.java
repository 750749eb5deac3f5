package dev.herald.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockingPoolTest {
    private static final int SECONDS = 20;

    @Test
    void answersWithWhatTheWorkReturnsOrThrows() throws Exception {
        try (BlockingPool pool = new BlockingPool("test", 2, 10)) {
            assertThat(pool.submit(() -> Thread.currentThread().getName())
                            .toCompletableFuture()
                            .get(SECONDS, TimeUnit.SECONDS))
                    .startsWith("herald-test");
            for (Throwable thrown : List.of(new IllegalStateException("a bug"), new AssertionError("worse"))) {
                CompletableFuture<Object> failed = pool.submit(() -> {
                            if (thrown instanceof Error error) {
                                throw error;
                            }
                            throw (RuntimeException) thrown;
                        })
                        .toCompletableFuture();
                assertThatThrownBy(() -> failed.get(SECONDS, TimeUnit.SECONDS)).hasCause(thrown);
            }
            assertThat(pool.submit(() -> 1).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(1);
        }
    }

    @Test
    void letsSoManyWaitAndRefusesOneMoreAtOnce() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (BlockingPool pool = new BlockingPool("test", 1, 2)) {
            List<CompletableFuture<Integer>> taken = new ArrayList<>();
            taken.add(pool.submit(() -> {
                        started.countDown();
                        return await(go);
                    })
                    .toCompletableFuture());
            started.await();
            taken.add(pool.submit(() -> 2).toCompletableFuture());
            taken.add(pool.submit(() -> 3).toCompletableFuture());
            CompletableFuture<Integer> tooMuch = pool.submit(() -> 4).toCompletableFuture();
            assertThat(tooMuch).isCompletedExceptionally();
            assertThatThrownBy(tooMuch::join).hasCauseInstanceOf(OverloadedException.class);
            go.countDown();
            for (int i = 0; i < 3; i++) {
                assertThat(taken.get(i).get(SECONDS, TimeUnit.SECONDS)).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void failsWhatStillWaitsWhenItCloses() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        BlockingPool pool = new BlockingPool("test", 1, 10);
        CompletableFuture<Integer> running = pool.submit(() -> {
                    started.countDown();
                    return await(new CountDownLatch(1)); // until it is interrupted
                })
                .toCompletableFuture();
        started.await();
        CompletableFuture<Integer> waiting = pool.submit(() -> 2).toCompletableFuture();
        pool.close();
        assertThat(running).isDone();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(OverloadedException.class);
        assertThat(pool.submit(() -> 3).toCompletableFuture()).isCompletedExceptionally();
    }

    private static int await(CountDownLatch latch) {
        try {
            latch.await();
            return 1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
