/**
 * What travels, and in which bytes: the SSE wire format both ways, positions, topics, the JSON of publishes and events.
 * In come bytes and text from the network, all hostile; out go records that are valid by construction, and frames.
 * No Netty, no I/O, no threads: whoever calls, runs it.
 */
@NullMarked
package dev.herald.protocol;

import org.jspecify.annotations.NullMarked;
