package dev.herald.server.hub;

import dev.herald.protocol.Position;
import java.util.List;

/** What crosses to one event loop in one task: frames and controls in the log's order, and where the log then ends. */
record Batch(List<Delivery> deliveries, Position tail) {}
