package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was published to whom and what was answered, and whether what a reader received agrees with it. Every event has
 * a text of its own. Thread-safe.
 */
final class Ledger {
    private final Map<String, Set<String>> users = new ConcurrentHashMap<>(); // by text
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>(); // id by text
    private final AtomicInteger refused = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

    void offered(String text, Set<String> to) {
        users.put(text, to);
    }

    void acknowledged(String text, String id) {
        acknowledged.put(text, id);
    }

    void refused(PublishConnection.Answer answer) {
        if (answer.status() != 503 || !answer.retryAfter()) {
            faults.add("refused with " + answer);
        }
        refused.incrementAndGet();
    }

    void fault(String fault) {
        faults.add(fault);
    }

    int acknowledged() {
        return acknowledged.size();
    }

    int refused() {
        return refused.get();
    }

    /**
     * Each acknowledged event is there once, with its id; nothing is there twice or out of order or another's. What was
     * not acknowledged may be there, once.
     */
    void check(String user, List<Received> received) {
        assertThat(faults).isEmpty();
        Set<String> seen = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        Position last = new Position(0, 0);
        for (Received event : received) {
            Position position = Position.parse(event.id()).orElseThrow();
            if (!position.isAfter(last)) {
                wrong.add("not after " + last + ": " + event);
            }
            last = position;
            if (!seen.add(event.text())) {
                wrong.add("twice: " + event);
            }
            if (!users.getOrDefault(event.text(), Set.of()).contains(user)) {
                wrong.add("not for " + user + ": " + event);
            }
            String id = acknowledged.get(event.text());
            if (id != null && !id.equals(event.id())) {
                wrong.add("acknowledged as " + id + ": " + event);
            }
        }
        acknowledged.forEach((text, id) -> {
            if (users.getOrDefault(text, Set.of()).contains(user) && !seen.contains(text)) {
                wrong.add("lost: " + text + " " + id);
            }
        });
        assertThat(wrong).as("what %s received", user).isEmpty();
    }

    /** An event as a stream carried it. Immutable. */
    record Received(String id, String text) {}
}
