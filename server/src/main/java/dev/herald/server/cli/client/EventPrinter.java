package dev.herald.server.cli.client;

import dev.herald.protocol.SseEvent;
import java.io.PrintWriter;
import java.time.Instant;

/** Writes an event as one line, and flushes it, so that what reads a pipe has it at once. Confined to one thread. */
public interface EventPrinter {
    void print(Instant receivedAt, SseEvent event, PrintWriter out);
}
