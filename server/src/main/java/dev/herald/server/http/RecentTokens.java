package dev.herald.server.http;

import dev.herald.auth.Principal;
import dev.herald.auth.TokenCheck;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers tokens that were found good, until they expire: a publisher sends the same one with each request, and
 * verifying it cost more than all the rest of a publish. That a session has ended is not asked here but of the session
 * gate, each time. Thread-safe.
 */
final class RecentTokens {
    static final int MAX = 10_000;

    private final Function<String, TokenCheck> verifier;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, TokenCheck.Accepted> good = new ConcurrentHashMap<>();

    RecentTokens(Function<String, TokenCheck> verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    TokenCheck verify(String token) {
        TokenCheck.Accepted known = good.get(token);
        if (known != null && clock.instant().isBefore(known.principal().expiresAt())) {
            return known;
        }
        TokenCheck check = verifier.apply(token);
        if (check instanceof TokenCheck.Accepted accepted && isFresh(accepted.principal())) {
            if (good.size() >= MAX) {
                good.clear(); // a rare full round of verifying is cheaper than keeping an order
            }
            good.put(token, accepted);
        } else {
            good.remove(token);
        }
        return check;
    }

    int size() {
        return good.size();
    }

    private boolean isFresh(Principal principal) {
        return clock.instant().isBefore(principal.expiresAt());
    }
}
