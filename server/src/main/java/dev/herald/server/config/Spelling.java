package dev.herald.server.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a person meant to type. Immutable. */
final class Spelling {
    /** Longest text that is compared; the cost grows with the square. */
    private static final int LENGTH_MAX = 100;

    private Spelling() {}

    /** The candidate with the fewest edits from {@code text}, if they are few enough to be a slip. */
    static Optional<String> nearest(String text, Stream<String> candidates) {
        int editsMax = Math.max(2, text.length() / 4);
        return text.length() > LENGTH_MAX
                ? Optional.empty()
                : candidates
                        .filter(candidate -> edits(text, candidate) <= editsMax)
                        .min(Comparator.comparingInt(candidate -> edits(text, candidate)));
    }

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
