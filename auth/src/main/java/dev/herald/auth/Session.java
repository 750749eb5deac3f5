package dev.herald.auth;

import java.time.Instant;

/**
 * One login of an account, from the login until it ends, is superseded or expires. Immutable.
 *
 * @param generation counts the logins of the account: with {@link SingleDevice#ON} the greatest is current
 * @param expiresAt no token of this session is valid from then on, nor can it be refreshed
 */
public record Session(String userId, String jti, long generation, Instant expiresAt) {}
