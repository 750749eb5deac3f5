package dev.herald.server.log.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.DatabaseException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
    private static final int LONG_JOURNAL = 8_001;

    private final AtomicInteger moves = new AtomicInteger();
    private final AtomicInteger movesBetweenWrites = new AtomicInteger();
    private Thread thread = new Thread();

    @AfterEach
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    @Test
    void goesOnAfterAFailureOfTheDatabase() throws Exception {
        goesOnAfter(new DatabaseException("locked", null));
    }

    @Test
    void goesOnAfterAnyOtherFailure() throws Exception {
        goesOnAfter(new IllegalStateException("a bug"));
    }

    @Test
    void goesOnAfterAnError() throws Exception {
        goesOnAfter(new OutOfMemoryError("none left"));
    }

    @Test
    void movesALongJournalBetweenWrites() throws Exception {
        CountDownLatch moved = new CountDownLatch(2);
        start(() -> {
            moved.countDown();
            return moves.incrementAndGet() == 1 ? LONG_JOURNAL : LONG_JOURNAL - 1;
        });
        assertThat(moved.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(movesBetweenWrites).hasValue(1);
    }

    private void goesOnAfter(Throwable failure) throws InterruptedException {
        CountDownLatch again = new CountDownLatch(1);
        start(() -> {
            if (moves.incrementAndGet() == 1) {
                sneak(failure);
            }
            again.countDown();
            return 0;
        });
        assertThat(again.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Runs; and each move finds that enough was appended for the next. */
    private void start(IntSupplier move) {
        Checkpoints[] checkpoints = new Checkpoints[1];
        checkpoints[0] = new Checkpoints(
                () -> {
                    checkpoints[0].appended(1_000);
                    return move.getAsInt();
                },
                movesBetweenWrites::incrementAndGet);
        checkpoints[0].appended(1_000);
        thread = new Thread(checkpoints[0], "journal");
        thread.start();
    }

    private static void sneak(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
