/**
 * The event log, which is the broker: what is published is appended, and what is delivered is what the log's tail
 * gives back, so there is one order and one path. In come entries from any thread; out go batches of records, in the
 * log's order, one batch at a time, and pages of history to the replay threads.
 */
@NullMarked
package dev.herald.server.log;

import org.jspecify.annotations.NullMarked;
