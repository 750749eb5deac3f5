/** Placeholder. */
@NullMarked
package dev.herald.loadtest;

import org.jspecify.annotations.NullMarked;
