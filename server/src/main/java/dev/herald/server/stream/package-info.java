@NullMarked
package dev.herald.server.stream;

import org.jspecify.annotations.NullMarked;
