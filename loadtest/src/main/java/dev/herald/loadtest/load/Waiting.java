package dev.herald.loadtest.load;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits on the thread that runs the test, where blocking is allowed. Thread-safe. */
final class Waiting {
    private Waiting() {}

    /** The answer; a failure or an interrupt is the end of the run. */
    static <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a loop of the load test failed", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    static void sleep(long nanos) {
        try {
            Thread.sleep(Math.max(0, nanos / 1_000_000));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("the load test was interrupted");
    }
}
