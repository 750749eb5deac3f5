package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class DatabaseIT {
    @RegisterExtension
    final TestDatabase testDatabase;

    private final Dialect dialect;

    DatabaseIT(Dialect dialect) {
        this.dialect = dialect;
        this.testDatabase = new TestDatabase(dialect);
    }

    private Database open() {
        return Database.open(testDatabase.config());
    }

    @Test
    void keepsWhatItHasWhenOpenedAgain() throws Exception {
        try (Database database = open()) {
            Sql.execute(database, "INSERT INTO ended_tokens VALUES ('u', 'j', 1)");
            assertThat(database.dialect()).isEqualTo(dialect);
        }
        try (Database database = open()) {
            assertThat(Sql.number(database, "SELECT COUNT(*) FROM ended_tokens"))
                    .isEqualTo(1);
        }
    }

    @Test
    void opensWithTheSmallestPool() {
        DatabaseConfig config = testDatabase.config();
        Database.open(new DatabaseConfig(config.url(), config.user(), config.password(), 3))
                .close();
    }

    @Test
    void movesInBesideTheTablesOfOthers() throws Exception {
        try (Database database = open()) {
            Sql.execute(database, "CREATE TABLE theirs (id TEXT)");
            Sql.execute(database, "DROP TABLE herald_auth_history");
            Sql.execute(database, "DROP TABLE sessions");
            Sql.execute(database, "DROP TABLE accounts");
            Sql.execute(database, "DROP TABLE ended_tokens");
        }
        try (Database database = open()) {
            assertThat(Sql.number(database, "SELECT COUNT(*) FROM accounts")).isZero();
        }
    }

    @Test
    void appliesTheMigrationsOfOtherModulesBesideItsOwn() throws Exception {
        try (Database database = open()) {
            for (int again = 0; again < 2; again++) {
                database.migrate("dev/herald/auth/testdb", "other_history");
                assertThat(Sql.number(database, "SELECT COUNT(*) FROM other_table"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void aMigrationThatFailsLeavesNothingBehind() throws Exception {
        try (Database database = open()) {
            assertThatThrownBy(() -> database.migrate("dev/herald/auth/brokendb", "broken_history"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("broken_history")
                    .hasStackTraceContaining("nowhere");
            assertThat(Sql.number(database, "SELECT COUNT(*) FROM first_table")).isEqualTo(1);
            assertThatThrownBy(() -> Sql.number(database, "SELECT COUNT(*) FROM second_table"))
                    .hasMessageContaining("second_table");
        }
    }

    @RepeatedTest(3)
    void nodesMayStartTogether() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> nodes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                nodes.add(pool.submit(() -> open().close()));
            }
            for (Future<?> node : nodes) {
                node.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
            assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aTransactionHappensWholeOrNotAtAll() throws Exception {
        try (Database database = open()) {
            SqlWork<Object> failing = connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute("INSERT INTO ended_tokens VALUES ('u', 'j', 1)");
                    return statement.execute("INSERT INTO nowhere VALUES (1)");
                }
            };
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> database.write(failing))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("nowhere")
                        .hasCauseInstanceOf(java.sql.SQLException.class);
            }
            assertThat(Sql.number(database, "SELECT COUNT(*) FROM ended_tokens"))
                    .isZero();
            assertThatThrownBy(() -> database.write(connection -> {
                        throw new IllegalStateException("a bug");
                    }))
                    .hasMessage("a bug");
            Sql.execute(database, "INSERT INTO ended_tokens VALUES ('u', 'j', 1)");
        }
    }
}
