/**
 * Load for any SSE server, every delivery checked. In come options from the command line; out go a table, files and an
 * exit code. A black box: it knows the wire and nothing of the server. The command runs on the main thread; streams,
 * publishes and samples have threads of their own, see {@link dev.herald.loadtest.load}.
 */
@NullMarked
package dev.herald.loadtest;

import org.jspecify.annotations.NullMarked;
