/**
 * What is counted, and its Prometheus text. In come calls from every stage, on any thread; labels are constants of ours,
 * never what a user sent.
 */
@NullMarked
package dev.herald.server.metrics;

import org.jspecify.annotations.NullMarked;
