package dev.herald.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the database knows of one session. Immutable.
 *
 * @param currentJti of the account's latest login; null without an account, or before its first login
 * @param session null for a token that was issued elsewhere
 * @param ended whether it has been logged out or forced out
 */
record SessionRow(@Nullable String currentJti, @Nullable Session session, boolean ended) {
    private static final String QUERY = """
            SELECT accounts.current_jti, sessions.generation, sessions.expires_at, ended_tokens.jti
            FROM (SELECT CAST(? AS TEXT) AS user_id, CAST(? AS TEXT) AS jti) AS asked
            LEFT JOIN accounts ON accounts.user_id = asked.user_id
            LEFT JOIN sessions ON sessions.jti = asked.jti AND sessions.user_id = asked.user_id
            LEFT JOIN ended_tokens ON ended_tokens.user_id = asked.user_id AND ended_tokens.jti = asked.jti""";

    static SessionRow find(Connection connection, String userId, String jti) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(QUERY)) {
            select.setString(1, userId);
            select.setString(2, jti);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                String currentJti = row.getString(1);
                long generation = row.getLong(2);
                Session session = row.wasNull()
                        ? null
                        : new Session(userId, jti, generation, Instant.ofEpochMilli(row.getLong(3)));
                return new SessionRow(currentJti, session, row.getString(4) != null);
            }
        }
    }

    SessionCheck check(String jti, SingleDevice singleDevice, Instant now) {
        if (ended) {
            return new SessionCheck.Ended();
        }
        if (singleDevice == SingleDevice.ON && currentJti != null && !currentJti.equals(jti)) {
            return new SessionCheck.Superseded();
        }
        if (session == null) {
            // The latest login without its row: expired, and pruned since.
            return jti.equals(currentJti) ? new SessionCheck.Ended() : new SessionCheck.Current(0);
        }
        return now.isBefore(session.expiresAt())
                ? new SessionCheck.Current(session.generation())
                : new SessionCheck.Ended();
    }

    Optional<Session> login() {
        return Optional.ofNullable(session);
    }
}
