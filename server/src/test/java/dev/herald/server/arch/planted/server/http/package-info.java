/** Classes that break the rules, to see the rules notice. */
@NullMarked
package dev.herald.server.arch.planted.server.http;

import org.jspecify.annotations.NullMarked;
