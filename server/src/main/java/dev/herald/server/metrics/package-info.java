@NullMarked
package dev.herald.server.metrics;

import org.jspecify.annotations.NullMarked;
