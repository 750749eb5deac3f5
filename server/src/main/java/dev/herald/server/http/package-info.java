@NullMarked
package dev.herald.server.http;

import org.jspecify.annotations.NullMarked;
