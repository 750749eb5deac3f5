/** The server that one writes in an afternoon, kept as a yardstick: what Herald's own shape costs or saves. */
@NullMarked
package dev.herald.server.naive;

import org.jspecify.annotations.NullMarked;
