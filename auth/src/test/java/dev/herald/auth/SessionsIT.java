package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.SessionCheck.Current;
import dev.herald.auth.SessionCheck.Ended;
import dev.herald.auth.SessionCheck.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class SessionsIT {
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension
    final TestDatabase testDatabase;

    private final TestClock clock = new TestClock();
    private Database database;
    private Sessions sessions;
    private Sessions manyDevices;

    SessionsIT(Dialect dialect) {
        testDatabase = new TestDatabase(dialect);
    }

    @BeforeEach
    void open() {
        database = Database.open(testDatabase.config());
        Accounts accounts = new Accounts(database, new RecordingHasher("test"), clock);
        accounts.add("a@example.com", "password123", "42");
        accounts.add("b@example.com", "password123", "43");
        sessions = on(database, SingleDevice.ON);
        manyDevices = on(database, SingleDevice.OFF);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Sessions on(Database database, SingleDevice singleDevice) {
        TokenConfig tokens = TokenConfig.ofSecret(TestKeys.SECRET);
        return new Sessions(
                database, new AuthConfig(tokens, Duration.ofDays(30), singleDevice, 5, Duration.ofMinutes(1)), clock);
    }

    private static Session start(Sessions sessions) {
        return sessions.start("42").orElseThrow();
    }

    private Principal token(String userId, String jti) {
        return new Principal(userId, jti, clock.instant().plusSeconds(3600), Set.of(), List.of());
    }

    private SessionCheck check(String userId, String jti) {
        return sessions.check(token(userId, jti));
    }

    private SessionCheck check(Session session) {
        return check(session.userId(), session.jti());
    }

    @Test
    void checksManyTogetherEachInItsPlace() {
        Session old = start(sessions);
        Session current = start(sessions);
        Session ended = sessions.start("43").orElseThrow();
        sessions.end("43", ended.jti());
        for (int strangers = 0; strangers <= 9; strangers++) {
            List<Principal> asked = new ArrayList<>();
            List<SessionCheck> expected = new ArrayList<>();
            for (Session session : List.of(old, current, ended, current)) {
                asked.add(token(session.userId(), session.jti()));
                expected.add(check(session));
                for (int i = 0; i < strangers; i++) {
                    asked.add(token("stranger" + i, "elsewhere"));
                    expected.add(new Current(0));
                }
            }
            assertThat(expected.subList(0, 1)).containsExactly(new Superseded());
            assertThat(sessions.check(asked)).isEqualTo(expected);
        }
        assertThat(sessions.check(List.of(token("42", current.jti())))).containsExactly(check(current));
    }

    @Test
    void aLoginIsCurrent() {
        Session session = start(sessions);
        assertThat(session.generation()).isEqualTo(1);
        assertThat(session.expiresAt()).isEqualTo(TestClock.START.plus(Duration.ofDays(30)));
        assertThat(check(session)).isEqualTo(new Current(1));
    }

    @Test
    void nobodyStartsASessionWithoutAnAccount() {
        assertThat(sessions.start("unknown")).isEmpty();
    }

    @Test
    void aLoginSupersedesTheOneBefore() {
        Session first = start(sessions);
        Session second = start(sessions);
        assertThat(second.generation()).isEqualTo(2);
        assertThat(check(first)).isEqualTo(new Superseded());
        assertThat(check(second)).isEqualTo(new Current(2));
    }

    @Test
    void aLoginOfAnotherAccountDoesNot() {
        Session session = start(sessions);
        assertThat(sessions.start("43")).isPresent();
        assertThat(check(session)).isEqualTo(new Current(1));
        assertThat(check("43", session.jti())).isEqualTo(new Superseded());
    }

    @Test
    void withManyDevicesALoginSupersedesNothing() {
        Session first = start(manyDevices);
        Session second = start(manyDevices);
        assertThat(manyDevices.check(token("42", first.jti()))).isEqualTo(new Current(1));
        assertThat(manyDevices.check(token("42", second.jti()))).isEqualTo(new Current(2));
    }

    @Test
    void withManyDevicesAccountsHaveAHundredSessionsTheOldestEndFirst() throws Exception {
        List<Session> all = new ArrayList<>();
        for (int i = 0; i < Sessions.SESSIONS_MAX + 1; i++) {
            all.add(start(manyDevices));
        }
        // The one too many is good for the tokens that it has, and no more.
        assertThat(manyDevices.check(token("42", all.get(0).jti()))).isInstanceOf(Current.class);
        clock.advance(Duration.ofHours(1));
        assertThat(manyDevices.check(token("42", all.get(0).jti()))).isEqualTo(new Ended());
        assertThat(manyDevices.check(token("42", all.get(1).jti()))).isInstanceOf(Current.class);
        assertThat(manyDevices.prune(clock.instant())).isEqualTo(1);
    }

    @Test
    void aTokenOfAnotherIssuerStandsWithoutAnAccount() {
        assertThat(check("elsewhere", "j1")).isEqualTo(new Current(0));
    }

    @Test
    void aTokenOfAnotherIssuerStandsUntilTheAccountLogsIn() {
        assertThat(check("42", "j1")).isEqualTo(new Current(0));
        start(sessions);
        assertThat(check("42", "j1")).isEqualTo(new Superseded());
    }

    @Test
    void logoutEndsTheSessionOnly() {
        Session first = start(sessions);
        Session second = start(sessions);
        sessions.end(second.userId(), second.jti());

        assertThat(check(second)).isEqualTo(new Ended());
        assertThat(check(first)).isEqualTo(new Superseded());
        assertThat(check(start(sessions))).isEqualTo(new Current(3));
        assertThat(check(second)).isEqualTo(new Ended());
    }

    @Test
    void logoutWithManyDevicesLeavesTheOthers() {
        Session first = start(manyDevices);
        Session second = start(manyDevices);
        manyDevices.end(first.userId(), first.jti());
        assertThat(manyDevices.check(token("42", first.jti()))).isEqualTo(new Ended());
        assertThat(manyDevices.check(token("42", second.jti()))).isEqualTo(new Current(2));
    }

    @Test
    void logoutTwiceIsLogout() {
        Session session = start(sessions);
        sessions.end("42", session.jti());
        sessions.end(token("42", session.jti()));
        assertThat(check(session)).isEqualTo(new Ended());
    }

    @Test
    void logoutOfAForeignTokenConcernsThatUserOnly() {
        sessions.end("elsewhere", "j1");
        assertThat(check("elsewhere", "j1")).isEqualTo(new Ended());
        assertThat(check("elsewhere", "j2")).isEqualTo(new Current(0));
        assertThat(check("other", "j1")).isEqualTo(new Current(0));
    }

    @Test
    void forcedLogoutEndsSessionsAndOpenTokens() {
        Session session = start(manyDevices);
        Session other = start(manyDevices);
        Session stranger = manyDevices.start("43").orElseThrow();

        assertThat(manyDevices.endAll("42", Set.of("j1"))).containsExactlyInAnyOrder(session.jti(), other.jti(), "j1");
        assertThat(manyDevices.check(token("42", session.jti()))).isEqualTo(new Ended());
        assertThat(manyDevices.check(token("42", other.jti()))).isEqualTo(new Ended());
        assertThat(manyDevices.check(token("42", "j1"))).isEqualTo(new Ended());
        assertThat(check(stranger)).isEqualTo(new Current(1));
        assertThat(check(start(sessions))).isEqualTo(new Current(3));
    }

    @Test
    void forcedLogoutOfAUserWithoutAccountEndsOpenTokens() {
        assertThat(sessions.endAll("elsewhere", Set.of("j1", "j2"))).containsExactlyInAnyOrder("j1", "j2");
        assertThat(sessions.endAll("elsewhere", Set.of())).isEmpty();
        assertThat(check("elsewhere", "j1")).isEqualTo(new Ended());
        assertThat(check("elsewhere", "j3")).isEqualTo(new Current(0));
    }

    @Test
    void aSessionEndsWithItsLifetime() {
        Session session = start(sessions);
        clock.advance(Duration.ofDays(30).minusMillis(1));
        assertThat(check(session)).isEqualTo(new Current(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(check(session)).isEqualTo(new Ended());
        assertThat(sessions.prune(clock.instant())).isEqualTo(1);
        assertThat(check(session)).isEqualTo(new Ended());
    }

    @Test
    void prunesOnlyWhatHasExpired() {
        Session session = start(sessions);
        sessions.end("42", "short");
        sessions.endAll("42", Map.of("long", clock.instant().plus(DAY.multipliedBy(100))));
        assertThat(sessions.prune(clock.instant())).isZero();

        clock.advance(DAY.multipliedBy(30).minusMillis(1));
        assertThat(sessions.prune(clock.instant())).isZero();
        clock.advance(Duration.ofMillis(1));
        // The session, its end, and the token whose expiry was not known.
        assertThat(sessions.prune(clock.instant())).isEqualTo(3);
        assertThat(check(session)).isEqualTo(new Ended());
        assertThat(check("42", "long")).isEqualTo(new Ended());
        clock.advance(DAY.multipliedBy(70));
        assertThat(sessions.prune(clock.instant())).isEqualTo(1);
        assertThat(sessions.prune(clock.instant())).isZero();
    }

    @Test
    void remembersAnEndForAsLongAsAnyTokenMayLive() {
        Instant farAway = clock.instant().plus(DAY.multipliedBy(400));
        Principal token = new Principal("elsewhere", "j1", farAway, Set.of(), List.of());
        sessions.end(token);
        sessions.end("elsewhere", "j1");
        clock.advance(DAY.multipliedBy(400).minusMillis(1));
        sessions.prune(clock.instant());
        assertThat(sessions.check(token)).isEqualTo(new Ended());
    }

    @Test
    void prunesInSmallStepsAndNoMoreThanItsBound() throws Exception {
        int rows = Sessions.PRUNE_STEP * 20 + 1;
        Sql.execute(
                database,
                "INSERT INTO ended_tokens SELECT 'u', 'j' || n, 0 FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL"
                        + " SELECT n + 1 FROM c WHERE n < " + rows + ") SELECT n FROM c) AS numbers");
        assertThat(sessions.prune(clock.instant())).isEqualTo(rows - 1);
        assertThat(sessions.prune(clock.instant())).isEqualTo(1);
    }

    /** Two nodes, each with a pool of its own, and a user who logs in on both as fast as can be. */
    @Test
    void ofRacingLoginsExactlyOneIsCurrent() throws Exception {
        int threads = 8;
        int loginsEach = 10;
        List<Session> all = new ArrayList<>();
        try (Database otherNode = Database.open(testDatabase.config())) {
            List<Sessions> nodes = List.of(sessions, on(otherNode, SingleDevice.ON));
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            try {
                CyclicBarrier together = new CyclicBarrier(threads);
                List<Future<List<Session>>> racers = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    Sessions node = nodes.get(i % nodes.size());
                    racers.add(pool.submit(() -> {
                        together.await(10, TimeUnit.SECONDS);
                        List<Session> mine = new ArrayList<>();
                        for (int login = 0; login < loginsEach; login++) {
                            mine.add(start(node));
                        }
                        return mine;
                    }));
                }
                for (Future<List<Session>> racer : racers) {
                    all.addAll(racer.get(60, TimeUnit.SECONDS));
                }
            } finally {
                pool.shutdownNow();
                assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            }
            int logins = threads * loginsEach;
            Set<Long> generations = new HashSet<>();
            all.forEach(session -> generations.add(session.generation()));
            assertThat(generations).hasSize(logins).contains(1L, (long) logins);
            for (Sessions node : nodes) {
                for (Session session : all) {
                    SessionCheck expected = session.generation() == logins ? new Current(logins) : new Superseded();
                    assertThat(node.check(token("42", session.jti()))).isEqualTo(expected);
                }
            }
        }
    }

    /** Whichever comes first: either the login is ended too, or it stands; and what is said to be ended is. */
    @Test
    void aLoginRacingAForcedLogoutIsEndedOrStands() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier together = new CyclicBarrier(2);
            for (int round = 0; round < 20; round++) {
                Future<Session> login = pool.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return start(sessions);
                });
                Future<Set<String>> forced = pool.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return sessions.endAll("42", Set.of());
                });
                Session session = login.get(30, TimeUnit.SECONDS);
                boolean ended = forced.get(30, TimeUnit.SECONDS).contains(session.jti());
                assertThat(check(session)).isEqualTo(ended ? new Ended() : new Current(session.generation()));
            }
        } finally {
            pool.shutdownNow();
            assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
