/**
 * The load itself. Subscribers live on a few event loops, each with counters of its own; one more loop publishes; the
 * thread that calls {@link dev.herald.loadtest.load.LoadTest#run} walks through the phases: open, publish, drain, check.
 * Nothing on a hot path is shared: the calling thread asks a loop for its figures by a task on that loop.
 */
@NullMarked
package dev.herald.loadtest.load;

import org.jspecify.annotations.NullMarked;
