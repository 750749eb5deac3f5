package dev.herald.server.log;

import dev.herald.protocol.Position;

/** An event read back from the log: its place, its SSE name and its JSON. Immutable. */
public record Event(Position position, String name, String data) {}
