package dev.herald.server.log;

import dev.herald.protocol.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The idempotency keys of late, with what each was answered. Confined to the log's tail. */
final class RecentKeys {
    private final Duration window;
    private final int keysMax;
    private final InstantSource clock;
    private final Map<String, Answered> byKey = new LinkedHashMap<>(); // oldest first

    RecentKeys(Duration window, int keysMax, InstantSource clock) {
        this.window = window;
        this.keysMax = keysMax;
        this.clock = clock;
    }

    @Nullable
    Position position(String key) {
        forgetOld();
        Answered answered = byKey.get(key);
        return answered == null ? null : answered.position;
    }

    void remember(String key, Position position) {
        byKey.put(key, new Answered(position, clock.instant()));
        forgetOld();
    }

    private void forgetOld() {
        Instant horizon = clock.instant().minus(window);
        Iterator<Answered> oldestFirst = byKey.values().iterator();
        while (oldestFirst.hasNext()) {
            Answered oldest = oldestFirst.next();
            if (byKey.size() <= keysMax && oldest.at.isAfter(horizon)) {
                return;
            }
            oldestFirst.remove();
        }
    }

    private record Answered(Position position, Instant at) {}
}
