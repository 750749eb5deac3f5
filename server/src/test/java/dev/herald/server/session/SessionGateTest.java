package dev.herald.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.server.ManualExecutor;
import dev.herald.server.log.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SessionGateTest {
    private static final SessionCheck CURRENT = new SessionCheck.Current(1);
    private static final SessionCheck SUPERSEDED = new SessionCheck.Superseded();

    private final ManualExecutor threads = new ManualExecutor();
    private Function<Principal, SessionCheck> database = principal -> CURRENT;
    private final BlockingPool pool = new BlockingPool(threads);
    private final SessionGate gate = new SessionGate(this::answers, pool);
    private final List<Integer> queries = new ArrayList<>(); // how many were asked for in each

    @Test
    void asksOnceForAWhile() {
        assertThat(ask("ann", "j1")).isEqualTo(CURRENT);
        assertThat(gate.check(principal("ann", "j1")).toCompletableFuture()).isCompletedWithValue(CURRENT);
        assertThat(threads.waiting()).isZero();
        assertThat(gate.check(principal("ann", "j2")).toCompletableFuture()).isNotDone();
        assertThat(gate.check(principal("bob", "j1")).toCompletableFuture()).isNotDone();
    }

    @Test
    void asksTogetherForWhatCameMeanwhile() {
        List<CompletableFuture<SessionCheck>> answers = new ArrayList<>();
        for (int i = 0; i < SessionGate.TOGETHER_MAX + 5; i++) {
            answers.add(gate.check(principal("user" + i, "j")).toCompletableFuture());
        }
        assertThat(threads.waiting()).isEqualTo(2); // queries at a time, however many wait
        while (threads.runOne()) {}
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(CURRENT));
        assertThat(queries).containsExactly(SessionGate.TOGETHER_MAX, 5);
    }

    @Test
    void aFailedQueryFailsThoseWhoAskedAndNobodyElse() {
        database = principal -> {
            throw new IllegalStateException("on purpose");
        };
        var failed = gate.check(principal("ann", "j")).toCompletableFuture();
        threads.runOne();
        assertThat(failed).isCompletedExceptionally();
        database = principal -> CURRENT;
        assertThat(ask("ann", "j")).isEqualTo(CURRENT);
    }

    @Test
    void noMoreThanItsBoundWait() {
        for (int i = 0; i < SessionGate.WAITING_MAX; i++) {
            assertThat(gate.check(principal("user" + i, "j")).toCompletableFuture())
                    .isNotDone();
        }
        assertThat(gate.check(principal("one-more", "j")).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void failsAtOnceWithoutThreads() {
        var waiting = gate.check(principal("ann", "j")).toCompletableFuture();
        var alsoWaiting = gate.check(principal("bob", "j")).toCompletableFuture();
        var last = gate.check(principal("cid", "j")).toCompletableFuture();
        pool.close();
        assertThat(List.of(waiting, alsoWaiting, last))
                .allSatisfy(answer -> assertThat(answer).isCompletedExceptionally());
    }

    @Test
    void remembersNoOnlyInTheDatabase() {
        database = principal -> SUPERSEDED;
        assertThat(ask("ann", "j1")).isEqualTo(SUPERSEDED);
        assertThat(gate.users()).isZero();
        database = principal -> CURRENT;
        assertThat(ask("ann", "j1")).isEqualTo(CURRENT);
    }

    @Test
    void aControlDropsWhatIsKnownOfItsUserAndOfNobodyElse() {
        ask("ann", "j1");
        ask("ann", "j2");
        ask("bob", "j1");
        gate.accept(new Entry.SessionStarted("ann", "j3", 2));
        database = principal -> SUPERSEDED;
        assertThat(ask("ann", "j1")).isEqualTo(SUPERSEDED);
        assertThat(ask("ann", "j2")).isEqualTo(SUPERSEDED);
        assertThat(gate.check(principal("bob", "j1")).toCompletableFuture()).isCompletedWithValue(CURRENT);
    }

    @Test
    void aYesFromBeforeAControlIsNotRemembered() {
        database = principal -> {
            gate.accept(new Entry.SessionsEnded("ann", Set.of("j1"))); // between the query and its answer
            return CURRENT;
        };
        ask("ann", "j1");
        assertThat(gate.users()).isZero();
    }

    @Test
    void isBounded() {
        for (int i = 0; i < SessionGate.USERS_MAX + 10; i++) {
            ask("user" + i, "j");
            assertThat(gate.users()).isLessThanOrEqualTo(SessionGate.USERS_MAX);
        }
        for (int i = 0; i <= SessionGate.SESSIONS_PER_USER_MAX; i++) {
            ask("ann", "j" + i);
        }
        assertThat(gate.check(principal("ann", "j0")).toCompletableFuture()).isNotDone();
        assertThat(gate.check(principal("ann", "j" + SessionGate.SESSIONS_PER_USER_MAX))
                        .toCompletableFuture())
                .isCompletedWithValue(CURRENT);
    }

    /** Logins move the current generation on; nobody may be told a yes that a control read before has made stale. */
    @Test
    void noStaleYesIsSeenOnceItsControlHasBeenRead() throws InterruptedException {
        AtomicLong current = new AtomicLong(1); // the database
        AtomicLong read = new AtomicLong(1); // the newest generation whose control has been accepted
        AtomicBoolean done = new AtomicBoolean();
        ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
        try (BlockingPool pool = new BlockingPool("test", 2, 100)) {
            SessionGate busy = new SessionGate(
                    asked -> Collections.nCopies(asked.size(), new SessionCheck.Current(current.get())), pool);
            List<Thread> askers = List.of(
                    new Thread(() -> askUntil(done, busy, read, faults)),
                    new Thread(() -> askUntil(done, busy, read, faults)));
            askers.forEach(Thread::start);
            for (long generation = 2; generation < 3_000 && faults.isEmpty(); generation++) {
                current.set(generation);
                busy.accept(new Entry.SessionStarted("ann", "j", generation));
                read.set(generation);
                Thread.yield();
            }
            done.set(true);
            for (Thread asker : askers) {
                asker.join();
            }
        }
        assertThat(faults).isEmpty();
    }

    private static void askUntil(
            AtomicBoolean done, SessionGate gate, AtomicLong read, ConcurrentLinkedQueue<String> faults) {
        while (!done.get()) {
            long known = read.get();
            SessionCheck answer =
                    gate.check(principal("ann", "j")).toCompletableFuture().join();
            if (((SessionCheck.Current) answer).generation() < known) {
                faults.add("after the control of " + known + " came " + answer);
            }
        }
    }

    private List<SessionCheck> answers(List<Principal> asked) {
        queries.add(asked.size());
        return asked.stream().map(database).toList();
    }

    private SessionCheck ask(String userId, String jti) {
        var answer = gate.check(principal(userId, jti)).toCompletableFuture();
        threads.runOne();
        return answer.join();
    }

    private static Principal principal(String userId, String jti) {
        return new Principal(userId, jti, Instant.MAX, Set.of(), List.of());
    }
}
