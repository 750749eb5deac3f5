/** Programs and built parts that tests need and Maven does not bring: a browser, nginx, curl, a JavaScript bundle. */
@NullMarked
package dev.herald.server.program;

import org.jspecify.annotations.NullMarked;
