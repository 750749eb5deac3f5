@NullMarked
package dev.herald.server.cli;

import org.jspecify.annotations.NullMarked;
