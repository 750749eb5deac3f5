package dev.herald.server.session;

import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.server.log.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether a token's session still stands, and remembers a yes for a short while, so that a busy publisher does not
 * cost a query a request. Questions that come while others are being asked go to the database together, so a herd of
 * streams costs it few queries.
 *
 * <p>What is remembered of a user is dropped as soon as a control record about that user is made here or read from the
 * log, before any event loop sees the record. The race: a check reads the database, a control arrives, and only then
 * the stale yes would be stored. So a yes is stored only if no control has arrived since before its query, and that is
 * asked inside the map's own atomic step on the user: a control that comes later finds the yes and drops it, and no
 * reader sees one that is stale already.
 *
 * <p>Thread-safe.
 */
public final class SessionGate implements Consumer<Entry.Control> {
    static final int USERS_MAX = 50_000;
    static final int SESSIONS_PER_USER_MAX = 8;
    static final int WAITING_MAX = 50_000;
    static final int TOGETHER_MAX = 128;

    /** Queries at a time: one alone would leave the database idle between two of them. */
    private static final int ASKING_MAX = 2;

    private static final long REMEMBERED_NANOS = Duration.ofSeconds(5).toNanos();

    private final Function<List<Principal>, List<SessionCheck>> sessions;
    private final BlockingPool pool;
    private final LinkedBlockingQueue<Question> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Semaphore asking = new Semaphore(ASKING_MAX);
    private final ConcurrentHashMap<String, Map<String, Yes>> remembered = new ConcurrentHashMap<>(); // user id, jti
    private final AtomicLong controlsSeen = new AtomicLong();
    private final AtomicLong tidiedNanos = new AtomicLong(System.nanoTime());

    /** @param sessions answers from the database, each in its place; blocks */
    public SessionGate(Function<List<Principal>, List<SessionCheck>> sessions, BlockingPool pool) {
        this.sessions = sessions;
        this.pool = pool;
    }

    /** The answer for this principal; fails if the database does, or with {@link OverloadedException}. */
    public CompletionStage<SessionCheck> check(Principal principal) {
        Yes yes = remembered.getOrDefault(principal.userId(), Map.of()).get(principal.jti());
        if (yes != null && yes.isFresh()) {
            return CompletableFuture.completedFuture(yes.check);
        }
        Question question = new Question(principal, new CompletableFuture<>());
        if (waiting.offer(question)) {
            askSoon();
        } else {
            question.answer.completeExceptionally(new OverloadedException("too many session checks wait"));
        }
        return question.answer;
    }

    @Override
    public void accept(Entry.Control control) {
        controlsSeen.incrementAndGet();
        remembered.remove(control.userId());
    }

    /** Lets go of what is too old to be used, or a herd's answers would be held for as long as its streams. */
    public void tidy() {
        long now = System.nanoTime();
        long last = tidiedNanos.get();
        if (now - last >= REMEMBERED_NANOS && tidiedNanos.compareAndSet(last, now)) {
            remembered.values().removeIf(known -> known.values().stream().noneMatch(Yes::isFresh));
        }
    }

    /** Users of whom something is remembered. */
    int users() {
        return remembered.size();
    }

    private void askSoon() {
        if (asking.tryAcquire()) {
            pool.submit(this::askAll).whenComplete((done, failure) -> {
                asking.release();
                if (failure != null) { // the pool is full or has closed
                    refuseAll(failure);
                } else if (!waiting.isEmpty()) { // came after the last look and before the release
                    askSoon();
                }
            });
        }
    }

    /** Fails what waits, unless another thread is at it. */
    private void refuseAll(Throwable failure) {
        if (asking.availablePermits() < ASKING_MAX) {
            return;
        }
        List<Question> all = new ArrayList<>();
        waiting.drainTo(all);
        all.forEach(question -> question.answer.completeExceptionally(failure));
    }

    private boolean askAll() {
        for (List<Question> together = waitingNow(); !together.isEmpty(); together = waitingNow()) {
            ask(together);
        }
        tidy();
        return true;
    }

    private List<Question> waitingNow() {
        List<Question> together = new ArrayList<>();
        waiting.drainTo(together, TOGETHER_MAX);
        return together;
    }

    private void ask(List<Question> together) {
        long controlsBefore = controlsSeen.get();
        try {
            List<SessionCheck> checks =
                    sessions.apply(together.stream().map(Question::principal).toList());
            for (int i = 0; i < together.size(); i++) {
                Question question = together.get(i);
                remember(question.principal, checks.get(i), controlsBefore);
                question.answer.complete(checks.get(i));
            }
        } catch (RuntimeException | Error e) { // whoever has an answer keeps it
            together.forEach(question -> question.answer.completeExceptionally(e));
        }
    }

    private void remember(Principal principal, SessionCheck check, long controlsBefore) {
        if (!(check instanceof SessionCheck.Current current)) {
            remembered.remove(principal.userId());
            return;
        }
        if (remembered.size() >= USERS_MAX) {
            remembered.clear(); // a rare full round of queries is cheaper than keeping an order
        }
        Yes yes = new Yes(current, System.nanoTime());
        remembered.compute(
                principal.userId(),
                (user, known) -> controlsSeen.get() == controlsBefore ? with(known, principal.jti(), yes) : known);
    }

    /** A new map, since readers hold no lock; of too many sessions the others are forgotten. */
    private static Map<String, Yes> with(@Nullable Map<String, Yes> known, String jti, Yes yes) {
        Map<String, Yes> grown = new HashMap<>();
        if (known != null && known.size() < SESSIONS_PER_USER_MAX) {
            grown.putAll(known);
        }
        grown.put(jti, yes);
        return Map.copyOf(grown);
    }

    private record Question(Principal principal, CompletableFuture<SessionCheck> answer) {}

    private record Yes(SessionCheck.Current check, long atNanos) {
        boolean isFresh() {
            return System.nanoTime() - atNanos < REMEMBERED_NANOS;
        }
    }
}
