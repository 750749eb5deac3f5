/** Placeholder. */
@NullMarked
package dev.herald.server;

import org.jspecify.annotations.NullMarked;
