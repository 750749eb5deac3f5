package dev.herald.server.log;

import org.jspecify.annotations.Nullable;

/**
 * An entry on its way into the log.
 *
 * @param idempotencyKey repeats with the same key, within the log's window, are answered with the first position and
 *     append nothing; null for none
 */
public record Append(Entry entry, @Nullable String idempotencyKey) {
    public static Append of(Entry entry) {
        return new Append(entry, null);
    }
}
