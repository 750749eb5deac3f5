/** What a stream, a frame and a token cost, measured inside one process. Prints figures; asserts that it runs at all. */
@NullMarked
package dev.herald.server.benchmark;

import org.jspecify.annotations.NullMarked;
