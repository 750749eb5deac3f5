/** Placeholder. */
@NullMarked
package dev.herald.protocol;

import org.jspecify.annotations.NullMarked;
