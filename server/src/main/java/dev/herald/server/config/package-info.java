@NullMarked
package dev.herald.server.config;

import org.jspecify.annotations.NullMarked;
