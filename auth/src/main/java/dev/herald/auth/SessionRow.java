package dev.herald.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final String SELECT = """
            SELECT asked.column1, asked.column2,
                accounts.current_jti, sessions.generation, sessions.expires_at, ended_tokens.jti
            FROM (VALUES (CAST(? AS TEXT), CAST(? AS TEXT))%s) AS asked
            LEFT JOIN accounts ON accounts.user_id = asked.column1
            LEFT JOIN sessions ON sessions.jti = asked.column2 AND sessions.user_id = asked.column1
            LEFT JOIN ended_tokens ON ended_tokens.user_id = asked.column1 AND ended_tokens.jti = asked.column2""";

    static SessionRow find(Connection connection, String userId, String jti) throws SQLException {
        Key asked = new Key(userId, jti);
        return find(connection, List.of(asked)).get(0);
    }

    /** What is known of each, by primary keys and in their order; of a session that nobody has heard of too. */
    static List<SessionRow> find(Connection connection, List<Key> asked) throws SQLException {
        // A power of two, the last of them repeated: few different statements for the database to remember.
        int size = Integer.highestOneBit(Math.max(1, 2 * asked.size() - 1));
        try (PreparedStatement select = connection.prepareStatement(SELECT.formatted(", (?, ?)".repeat(size - 1)))) {
            for (int i = 0; i < size; i++) {
                Key key = asked.get(Math.min(i, asked.size() - 1));
                select.setString(2 * i + 1, key.userId());
                select.setString(2 * i + 2, key.jti());
            }
            Map<Key, SessionRow> found = new HashMap<>(2 * asked.size());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Key key = new Key(row.getString(1), row.getString(2));
                    found.put(key, read(row, key));
                }
            }
            return asked.stream()
                    .map(key -> Objects.requireNonNull(found.get(key)))
                    .toList();
        }
    }

    private static SessionRow read(ResultSet row, Key key) throws SQLException {
        String currentJti = row.getString(3);
        long generation = row.getLong(4);
        Session session = row.wasNull()
                ? null
                : new Session(key.userId(), key.jti(), generation, Instant.ofEpochMilli(row.getLong(5)));
        return new SessionRow(currentJti, session, row.getString(6) != null);
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

    /** Which session is asked for. Immutable. */
    record Key(String userId, String jti) {
        static Key of(Principal principal) {
            return new Key(principal.userId(), principal.jti());
        }
    }
}
