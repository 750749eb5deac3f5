/** Placeholder. */
@NullMarked
package dev.herald.auth;

import org.jspecify.annotations.NullMarked;
