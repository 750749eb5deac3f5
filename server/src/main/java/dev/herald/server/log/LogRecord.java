package dev.herald.server.log;

import dev.herald.protocol.Position;

/**
 * An entry at its place in the log.
 *
 * @param appendedNanos {@link System#nanoTime} of this node when the entry was handed in, for the latency metric
 */
public record LogRecord(Position position, Entry entry, long appendedNanos) {}
