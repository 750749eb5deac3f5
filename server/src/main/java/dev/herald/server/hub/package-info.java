@NullMarked
package dev.herald.server.hub;

import org.jspecify.annotations.NullMarked;
