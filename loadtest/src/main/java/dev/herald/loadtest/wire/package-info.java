/**
 * The bytes that the load test sends and reads: requests from templates, tokens, and scanners that find an event's id
 * and stamp in place, whatever the cuts. In come spans of bytes from a socket; out go calls with plain numbers. No I/O,
 * no threads of its own.
 */
@NullMarked
package dev.herald.loadtest.wire;

import org.jspecify.annotations.NullMarked;
