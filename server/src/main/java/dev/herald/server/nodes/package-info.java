/**
 * What nodes tell each other besides the log: how many streams a user has on each. In come the users whose count has
 * changed, from any thread; once a second one thread writes them as one batch.
 */
@NullMarked
package dev.herald.server.nodes;

import org.jspecify.annotations.NullMarked;
