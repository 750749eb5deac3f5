/**
 * The command line: a class a command, each of which parses its options, does its job through the other packages' public
 * API, and says what happened. In come arguments, the environment and standard input; out goes what was asked for on
 * standard output, everything else on standard error, and an exit code: 0 done, 1 failed, 2 wrong usage. Runs on the
 * main thread.
 */
@NullMarked
package dev.herald.server.cli;

import org.jspecify.annotations.NullMarked;
