package dev.herald.server.stream;

import dev.herald.server.hub.LoopHub;

/** What the streams of one event loop share. Confined to its event loop. */
record LoopStreams(Streams streams, LoopHub hub, Wakeups wakeups) {}
