@NullMarked
package dev.herald.server.net;

import org.jspecify.annotations.NullMarked;
