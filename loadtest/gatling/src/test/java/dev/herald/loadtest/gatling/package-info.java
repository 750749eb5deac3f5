/**
 * Gatling simulations of Herald's clients. In goes a running server, or one that the run starts for itself; out come
 * Gatling's report and a verdict. Steps are built once, before the run; what they do happens on Gatling's event loops.
 */
@NullMarked
package dev.herald.loadtest.gatling;

import org.jspecify.annotations.NullMarked;
