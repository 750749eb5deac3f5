/**
 * Sockets: which system interface drives them, the event loops, accepting, and the options of each connection. Out go
 * channels with the HTTP pipeline, each owned by one event loop for its life.
 */
@NullMarked
package dev.herald.server.net;

import org.jspecify.annotations.NullMarked;
