package dev.herald.server.durability;

import dev.herald.auth.Dialect;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node is killed at random moments, under full load, and started again: what it acknowledged is there, once and in
 * order, and readers that come back miss nothing and see nothing twice. More rounds: {@code -Dherald.crash.rounds=N};
 * the same moments again: {@code -Dherald.seed=N}.
 */
abstract class CrashContract {
    private static final int LIFE_MILLIS_MAX = 900;

    @RegisterExtension
    final TestDatabase database;

    private final int rounds;
    private final AtomicInteger port = new AtomicInteger();

    CrashContract(Dialect dialect, int rounds) {
        this.database = new TestDatabase(dialect);
        this.rounds = Integer.getInteger("herald.crash.rounds", rounds);
    }

    @Test
    void losesNothingAcknowledgedAndRepeatsNothing() {
        long seed = Long.getLong("herald.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        ServerProcess server = start();
        try (Load load = Load.on(seed, port::get)) {
            String begin = load.readers().get(0).lastEventId();
            for (int round = 0; round < rounds; round++) {
                load.publish();
                load.awaitAcknowledged(1);
                LockSupport.parkNanos(1_000_000L * random.nextInt(LIFE_MILLIS_MAX)); // the moment is what is tried
                server.kill();
                server = start();
                String before = begin;
                load.finishAndCheck();
                load.checkHistory(before);
                begin = load.readers().get(0).lastEventId();
            }
            System.out.println(
                    rounds + " rounds, " + load.acknowledged() + " acknowledged, " + load.refused() + " refused");
        } finally {
            server.close();
        }
    }

    private ServerProcess start() {
        ServerProcess server = ServerProcess.start(database.url());
        port.set(server.port());
        return server;
    }
}
