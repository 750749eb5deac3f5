/**
 * From the log's tail to every stream concerned. In come batches of records on the log-tail thread, which encodes each
 * event once; across goes one hand-over an event loop and batch; out come frames to subscribers, on the event loop that
 * owns them, found through that loop's map from topic to channel group.
 */
@NullMarked
package dev.herald.server.hub;

import org.jspecify.annotations.NullMarked;
