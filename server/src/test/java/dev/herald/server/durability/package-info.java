/** What the durable log promises, tried on real servers and databases that are killed, cut off, filled up and locked. */
@NullMarked
package dev.herald.server.durability;

import org.jspecify.annotations.NullMarked;
