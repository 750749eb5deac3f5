package dev.herald.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which sessions stand. The database is the one judge, so every node gives the same answer. Each method blocks on it,
 * and throws {@link DatabaseException} when it fails. Thread-safe.
 */
public final class Sessions {
    /** With {@link SingleDevice#OFF}, most sessions of an account; of more, the oldest can be refreshed no longer. */
    static final int SESSIONS_MAX = 100;

    /** Rows that one step of {@link #prune} deletes: few, so that a login never waits long for the step to end. */
    static final int PRUNE_STEP = 500;

    private static final int PRUNE_STEPS_MAX = 20;

    private final Database database;
    private final SingleDevice singleDevice;
    private final Duration sessionTtl;
    private final Duration tokenTtl;
    private final Clock clock;

    Sessions(Database database, AuthConfig config, Clock clock) {
        this.database = database;
        this.singleDevice = config.singleDevice();
        this.sessionTtl = config.sessionTtl();
        this.tokenTtl = config.tokens().ttl();
        this.clock = clock;
    }

    /** Whether the session that a verified token belongs to still stands. One query, by primary keys. */
    public SessionCheck check(Principal principal) {
        return check(List.of(principal)).get(0);
    }

    /**
     * As {@link #check(Principal)}, of all of them in one query: when streams come by the thousand, that is what each
     * costs the database. The answers are in the order of the principals.
     */
    public List<SessionCheck> check(List<Principal> principals) {
        List<SessionRow.Key> asked = principals.stream().map(SessionRow.Key::of).toList();
        List<SessionRow> found = database.read(connection -> SessionRow.find(connection, asked));
        Instant now = clock.instant();
        List<SessionCheck> checks = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            checks.add(found.get(i).check(asked.get(i).jti(), singleDevice, now));
        }
        return checks;
    }

    /**
     * The jti that a token of this user must carry to stand, for whoever issues one beside the logins: with
     * {@link SingleDevice#ON} that of the latest login. Empty where any will do.
     */
    public Optional<String> requiredJti(String userId) {
        return singleDevice == SingleDevice.OFF
                ? Optional.empty()
                : database.read(connection -> Optional.ofNullable(
                        SessionRow.find(connection, userId, "").currentJti()));
    }

    /** The login that a verified token belongs to, whether it stands or not; empty for a token issued elsewhere. */
    Optional<Session> login(Principal principal) {
        return find(principal).login();
    }

    private SessionRow find(Principal principal) {
        return database.read(connection -> SessionRow.find(connection, principal.userId(), principal.jti()));
    }

    /**
     * Makes a new session the account's current one; empty if there is no such account. However many logins race, on
     * however many nodes, each gets a generation of its own, and the greatest is current.
     */
    Optional<Session> start(String userId) {
        String jti = RandomId.next();
        Instant now = clock.instant();
        Instant expiresAt = Instant.ofEpochMilli(now.plus(sessionTtl).toEpochMilli());
        return database.write(connection -> {
            // First, for this takes the lock on the account that puts racing logins in order.
            Optional<Long> generation = nextGeneration(connection, userId, jti);
            if (generation.isEmpty()) {
                return Optional.empty();
            }
            Session session = new Session(userId, jti, generation.get(), expiresAt);
            retireOlder(connection, session, now);
            insert(connection, session, now);
            return Optional.of(session);
        });
    }

    private static Optional<Long> nextGeneration(Connection connection, String userId, String jti) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE accounts"
                + " SET generation = generation + 1, current_jti = ? WHERE user_id = ? RETURNING generation")) {
            update.setString(1, jti);
            update.setString(2, userId);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    /** Sessions beyond the bound keep their rows only for as long as access tokens of theirs may be about. */
    private void retireOlder(Connection connection, Session session, Instant now) throws SQLException {
        int kept = singleDevice == SingleDevice.ON ? 1 : SESSIONS_MAX;
        long until = now.plus(tokenTtl).toEpochMilli();
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE sessions SET expires_at = ? WHERE user_id = ? AND generation <= ? AND expires_at > ?")) {
            update.setLong(1, until);
            update.setString(2, session.userId());
            update.setLong(3, session.generation() - kept);
            update.setLong(4, until);
            update.executeUpdate();
        }
    }

    private static void insert(Connection connection, Session session, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO sessions (jti, user_id, generation, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, session.jti());
            insert.setString(2, session.userId());
            insert.setLong(3, session.generation());
            insert.setLong(4, now.toEpochMilli());
            insert.setLong(5, session.expiresAt().toEpochMilli());
            insert.executeUpdate();
        }
    }

    /**
     * Logout: tokens with this jti are refused from now on. Ending what has ended changes nothing. A token that was
     * issued elsewhere may live longer than a session, so its expiry counts.
     */
    public void end(Principal principal) {
        Map<String, Instant> token = Map.of(principal.jti(), principal.expiresAt());
        database.write(connection -> revoke(connection, principal.userId(), token));
    }

    /** As {@link #end(Principal)}, for a token whose expiry is not known: refused for a session's lifetime. */
    public void end(String userId, String jti) {
        Map<String, Instant> token = Map.of(jti, Instant.EPOCH);
        database.write(connection -> revoke(connection, userId, token));
    }

    /** As {@link #endAll(String, Map)}, for tokens whose expiry is not known: refused for a session's lifetime. */
    public Set<String> endAll(String userId, Set<String> openJtis) {
        Map<String, Instant> tokens = new HashMap<>();
        openJtis.forEach(jti -> tokens.put(jti, Instant.EPOCH));
        return endAll(userId, tokens);
    }

    /**
     * Forced logout: ends every session that the account has now, and the tokens given, which may have been issued
     * elsewhere and for a user without an account. A login that comes after stands.
     *
     * @param openTokens jti and expiry of each token that a stream of the user is open with
     * @return every jti that is refused from now on
     */
    public Set<String> endAll(String userId, Map<String, Instant> openTokens) {
        return database.write(connection -> {
            lockAccount(connection, userId);
            Map<String, Instant> tokens = sessionsOf(connection, userId);
            openTokens.forEach((jti, expiry) -> tokens.merge(jti, expiry, Sessions::later));
            return revoke(connection, userId, tokens);
        });
    }

    /** Both databases know this statement; a SELECT that locks, only one. */
    private static void lockAccount(Connection connection, String userId) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE accounts SET generation = generation WHERE user_id = ?")) {
            update.setString(1, userId);
            update.executeUpdate();
        }
    }

    private static Map<String, Instant> sessionsOf(Connection connection, String userId) throws SQLException {
        // In order: two that revoke the same tokens must not wait for each other's rows.
        Map<String, Instant> sessions = new TreeMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT jti, expires_at FROM sessions WHERE user_id = ?")) {
            select.setString(1, userId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sessions.put(row.getString(1), Instant.ofEpochMilli(row.getLong(2)));
                }
            }
        }
        return sessions;
    }

    /** Remembers each for a session's lifetime at least: a token of it may outlive the one that we were shown. */
    private Set<String> revoke(Connection connection, String userId, Map<String, Instant> tokens) throws SQLException {
        Instant sessionEnd = clock.instant().plus(sessionTtl);
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO ended_tokens (user_id, jti, kept_until) VALUES (?, ?, ?)
                ON CONFLICT (user_id, jti) DO UPDATE SET kept_until = excluded.kept_until
                WHERE excluded.kept_until > ended_tokens.kept_until""")) {
            for (Map.Entry<String, Instant> token : tokens.entrySet()) {
                insert.setString(1, userId);
                insert.setString(2, token.getKey());
                insert.setLong(3, later(token.getValue(), sessionEnd).toEpochMilli());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return Set.copyOf(tokens.keySet());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Deletes what has expired by {@code now}, in small steps and at most {@value #PRUNE_STEP} * 20 rows of a kind, so
     * that it can be called every minute beside the traffic.
     *
     * @return how many rows it deleted
     */
    public int prune(Instant now) {
        return prune(
                        "DELETE FROM sessions WHERE jti IN"
                                + " (SELECT jti FROM sessions WHERE expires_at <= ? ORDER BY expires_at, jti LIMIT ?)",
                        now)
                + prune(
                        "DELETE FROM ended_tokens WHERE (user_id, jti) IN (SELECT user_id, jti FROM ended_tokens"
                                + " WHERE kept_until <= ? ORDER BY kept_until, user_id, jti LIMIT ?)",
                        now);
    }

    private int prune(String delete, Instant now) {
        int pruned = 0;
        for (int step = 0; step < PRUNE_STEPS_MAX; step++) {
            int deleted = database.write(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(delete)) {
                    statement.setLong(1, now.toEpochMilli());
                    statement.setInt(2, PRUNE_STEP);
                    return statement.executeUpdate();
                }
            });
            pruned += deleted;
            if (deleted < PRUNE_STEP) {
                return pruned;
            }
        }
        return pruned;
    }
}
