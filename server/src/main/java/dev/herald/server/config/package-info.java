/**
 * Settings, from where people write them to the records that the components take. In come a YAML file, the environment
 * and flags; out comes a {@link dev.herald.server.config.Configuration} that is valid, or every fault at once with
 * where it was written. {@code ConfigKeys} is the one list of keys; the reference in docs/CONFIGURATION.md is checked
 * against it. Runs on the thread that starts the server; only the command line uses it, an embedder makes a
 * {@link dev.herald.server.HeraldConfig} directly.
 */
@NullMarked
package dev.herald.server.config;

import org.jspecify.annotations.NullMarked;
