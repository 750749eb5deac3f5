/**
 * Open streams. In come accepted requests for a stream, frames and controls from the hub, pages from the log; out go
 * bytes on the stream's channel. Each stream is confined to its channel's event loop; the registry that counts them for
 * each user is for any thread.
 */
@NullMarked
package dev.herald.server.stream;

import org.jspecify.annotations.NullMarked;
