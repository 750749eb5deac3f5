/** Classes that break the rules, to see the rules notice. */
@NullMarked
package dev.herald.server.arch.planted.server.hub;

import org.jspecify.annotations.NullMarked;
