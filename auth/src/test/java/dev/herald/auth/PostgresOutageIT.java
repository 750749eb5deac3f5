package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresOutageIT {
    @TempDir
    Path folder;

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "postgres").toFile())
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    @Test
    void failsWhileTheDatabaseIsAwayAndRecovers() throws Exception {
        Principal principal = new Principal("42", "j1", TestClock.START.plusSeconds(60), Set.of(), List.of());
        EmbeddedPostgres postgres = start(0);
        int port = postgres.getPort();
        DatabaseConfig config = new DatabaseConfig(
                "jdbc:postgresql://localhost:" + port + "/postgres?password=hidden", "postgres", "hidden", 4);
        try (Database database = Database.open(config)) {
            Sessions sessions =
                    new Sessions(database, AuthConfig.defaults(TokenConfig.ofSecret(TestKeys.SECRET)), new TestClock());
            sessions.end("42", "j1");
            postgres.close();

            assertThatThrownBy(() -> sessions.check(principal))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("jdbc:postgresql://localhost:" + port)
                    .satisfies(e -> assertThat(e).hasMessageNotContaining("hidden"));
            assertThatThrownBy(() -> Database.open(config))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("check that the database runs")
                    .hasMessageNotContaining("hidden");

            postgres = start(port);
            assertThat(sessions.check(principal)).isEqualTo(new SessionCheck.Ended());
        } finally {
            postgres.close();
        }
    }

    @Test
    void aPasswordInFrontOfTheHostIsRefusedUnseen() {
        assertThatThrownBy(() -> Database.open(DatabaseConfig.of("jdbc:postgresql://u:hid/den@127.0.0.1:1/d")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("set database.user and database.password")
                .hasMessageNotContaining("hid");
        assertThatThrownBy(() -> Database.open(DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/d?user=me@tenant")))
                .hasMessageContaining("cannot connect to jdbc:postgresql://127.0.0.1:1/d:");
    }

    @Test
    void aUrlThatIsNoneIsNotRepeated() {
        assertThatThrownBy(() -> Database.open(DatabaseConfig.of("jdbc:postgresql://h:notaport/d?password=hidden")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("jdbc:postgresql://HOST[:PORT]/DATABASE")
                .satisfies(e -> assertThat(e).hasStackTraceContaining("DatabaseException"))
                .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("hidden"));
    }
}
