/**
 * A client of the server, for the commands that are one: JSON calls, and a stream that survives cuts. In come bytes from
 * a server that is not trusted with the terminal; out goes a line an event, and what happens to the connection. The
 * caller's thread reads; one timer thread watches the silence and renews the token.
 */
@NullMarked
package dev.herald.server.cli.client;

import org.jspecify.annotations.NullMarked;
