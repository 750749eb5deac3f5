/**
 * The bridge from event loops to what blocks: session checks and password hashing. In come questions on event loops;
 * out come answers on the blocking pool, which the asker takes back to its own loop.
 */
@NullMarked
package dev.herald.server.session;

import org.jspecify.annotations.NullMarked;
