package dev.herald.server.session;

import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.server.log.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether a token's session still stands, and remembers a yes for a short while, so that a busy publisher does not
 * cost a query a request. What it remembers of a user is dropped as soon as a control record about that user is made
 * here or read from the log, before any event loop sees the record.
 *
 * <p>The race: a check reads the database, a control arrives, and only then the stale yes would be stored. So a yes is
 * stored only if no control has arrived since before its query, and that is asked inside the map's own atomic step on
 * the user: a control that comes later finds the yes and drops it, and no reader sees one that is stale already.
 *
 * <p>Thread-safe.
 */
public final class SessionGate implements Consumer<Entry.Control> {
    static final int USERS_MAX = 50_000;
    static final int SESSIONS_PER_USER_MAX = 8;
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(5).toNanos();

    private final Function<Principal, SessionCheck> sessions;
    private final BlockingPool pool;
    private final ConcurrentHashMap<String, Map<String, Yes>> remembered = new ConcurrentHashMap<>(); // user id, jti
    private final AtomicLong controlsSeen = new AtomicLong();

    /** @param sessions answers from the database; blocks */
    public SessionGate(Function<Principal, SessionCheck> sessions, BlockingPool pool) {
        this.sessions = sessions;
        this.pool = pool;
    }

    /** The answer for this principal; fails if the database does, or with {@link OverloadedException}. */
    public CompletionStage<SessionCheck> check(Principal principal) {
        Yes yes = remembered.getOrDefault(principal.userId(), Map.of()).get(principal.jti());
        if (yes != null && System.nanoTime() - yes.atNanos < REMEMBERED_NANOS) {
            return CompletableFuture.completedFuture(yes.check);
        }
        return pool.submit(() -> ask(principal));
    }

    @Override
    public void accept(Entry.Control control) {
        controlsSeen.incrementAndGet();
        remembered.remove(control.userId());
    }

    /** Users of whom something is remembered. */
    int users() {
        return remembered.size();
    }

    private SessionCheck ask(Principal principal) {
        long controlsBefore = controlsSeen.get();
        SessionCheck check = sessions.apply(principal);
        if (check instanceof SessionCheck.Current current) {
            if (remembered.size() >= USERS_MAX) {
                remembered.clear(); // a rare full round of queries is cheaper than keeping an order
            }
            Yes yes = new Yes(current, System.nanoTime());
            remembered.compute(
                    principal.userId(),
                    (user, known) -> controlsSeen.get() == controlsBefore ? with(known, principal.jti(), yes) : known);
        } else {
            remembered.remove(principal.userId());
        }
        return check;
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

    private record Yes(SessionCheck.Current check, long atNanos) {}
}
