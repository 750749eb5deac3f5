package dev.herald.loadtest.load;

import java.util.Map;
import java.util.TreeMap;

/** How often each thing went wrong, in words; at most {@value #MAX} different ones. Confined to one event loop, or to who holds a copy. */
final class Reasons {
    static final int MAX = 32;
    static final String OTHERS = "others";

    private final Map<String, Long> counts = new TreeMap<>();

    void add(String reason) {
        add(reason, 1);
    }

    void addAll(Reasons others) {
        others.counts.forEach(this::add);
    }

    /** A copy for another thread. */
    Map<String, Long> snapshot() {
        return Map.copyOf(counts);
    }

    Reasons copy() {
        Reasons copy = new Reasons();
        copy.addAll(this);
        return copy;
    }

    private void add(String reason, long more) {
        boolean fits = counts.containsKey(reason) || counts.size() < MAX - 1;
        counts.merge(fits ? reason : OTHERS, more, Long::sum);
    }
}
