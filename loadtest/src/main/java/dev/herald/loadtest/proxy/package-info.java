/**
 * A TCP proxy that stands between a client and a server and fails on demand. In and out go bytes, unread. Runs on one
 * event loop of its own.
 */
@NullMarked
package dev.herald.loadtest.proxy;

import org.jspecify.annotations.NullMarked;
