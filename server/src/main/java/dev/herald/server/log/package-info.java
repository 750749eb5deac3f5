@NullMarked
package dev.herald.server.log;

import org.jspecify.annotations.NullMarked;
