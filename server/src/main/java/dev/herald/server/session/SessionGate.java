package dev.herald.server.session;

import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.server.log.Entry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks whether a token's session still stands, and remembers a yes for a short while, so that a busy publisher does not
 * cost a query a request. What it remembers of a user is dropped as soon as a control record about that user is made
 * here or read from the log, before any event loop sees the record.
 *
 * <p>The race: a check reads the database, a control arrives, and only then the stale yes would be stored. So a yes is
 * stored only if no control has arrived since before its query; and whoever finds one looks at that count after it.
 *
 * <p>Thread-safe.
 */
public final class SessionGate implements Consumer<Entry.Control> {
    private static final int REMEMBERED_MAX = 50_000;
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(5).toNanos();

    private final Function<Principal, SessionCheck> sessions;
    private final BlockingPool pool;
    private final ConcurrentHashMap<Key, Yes> remembered = new ConcurrentHashMap<>();
    private final AtomicLong controlsSeen = new AtomicLong();

    /** @param sessions answers from the database; blocks */
    public SessionGate(Function<Principal, SessionCheck> sessions, BlockingPool pool) {
        this.sessions = sessions;
        this.pool = pool;
    }

    /** The answer for this principal; fails if the database does, or with {@link OverloadedException}. */
    public CompletionStage<SessionCheck> check(Principal principal) {
        Key key = new Key(principal.userId(), principal.jti());
        Yes yes = remembered.get(key);
        if (yes != null && System.nanoTime() - yes.atNanos < REMEMBERED_NANOS) {
            return CompletableFuture.completedFuture(yes.check);
        }
        return pool.submit(() -> ask(principal, key));
    }

    @Override
    public void accept(Entry.Control control) {
        controlsSeen.incrementAndGet();
        remembered.keySet().removeIf(key -> key.userId.equals(control.userId()));
    }

    private SessionCheck ask(Principal principal, Key key) {
        long controlsBefore = controlsSeen.get();
        SessionCheck check = sessions.apply(principal);
        if (check instanceof SessionCheck.Current current) {
            if (remembered.size() >= REMEMBERED_MAX) {
                remembered.clear(); // a rare full round of queries is cheaper than keeping an order
            }
            remembered.put(key, new Yes(current, System.nanoTime()));
            if (controlsSeen.get() != controlsBefore) {
                remembered.remove(key);
            }
        } else {
            remembered.remove(key);
        }
        return check;
    }

    private record Key(String userId, String jti) {}

    private record Yes(SessionCheck.Current check, long atNanos) {}
}
