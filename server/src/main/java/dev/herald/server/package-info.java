/**
 * The server as a whole: {@link dev.herald.server.HeraldServer} wires the stages together and is the API for embedding.
 */
@NullMarked
package dev.herald.server;

import org.jspecify.annotations.NullMarked;
