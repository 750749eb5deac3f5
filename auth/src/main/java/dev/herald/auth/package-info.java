/**
 * Who may: access tokens, accounts, sessions, passwords, the login throttle, and the database that holds them. In come
 * tokens and credentials from the network, all hostile; out go {@link dev.herald.auth.Principal}s and sealed results.
 * Verifying a token is CPU only and runs anywhere, event loops included. All that touches the database or hashes a
 * password blocks, says so, and belongs on a pool for blocking work.
 */
@NullMarked
package dev.herald.auth;

import org.jspecify.annotations.NullMarked;
