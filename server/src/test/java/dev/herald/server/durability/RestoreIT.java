package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.Dialect;
import dev.herald.protocol.SseEvent;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/DURABILITY.md says to do after a restore does what it says there. */
class RestoreIT {
    private static final String NEW_EPOCH = "UPDATE event_log SET epoch = epoch + 1";

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Dialect.SQLITE);

    @Test
    void aClientThatHasSeenLostPositionsIsToldAndGetsAllThatIsHeld() throws Exception {
        Path file = Path.of(database.url().substring("jdbc:sqlite:".length()));
        Path copy = file.resolveSibling("copy.db");
        String token;
        String seen;
        try (TestServer server = start()) {
            token = server.token("42");
            server.publish("42", "T", "1");
            execute("VACUUM INTO '" + copy + "'");
            server.publish("42", "T", "2");
            seen = server.publish("42", "T", "3");
        }
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
        execute(NEW_EPOCH);
        try (TestServer server = start()) {
            server.publish("42", "T", "4");
            try (SseClient client = server.stream(token, "Last-Event-ID: " + seen)) {
                SseEvent reset = client.next();
                assertThat(reset.name()).isEqualTo("reset");
                assertThat(reset.data()).contains("unknown_position");
                assertThat(client.next(2))
                        .extracting(SseEvent::data)
                        .containsExactly("{\"type\":\"T\",\"data\":1}", "{\"type\":\"T\",\"data\":4}");
            }
        }
        assertThat(Files.readString(Path.of("..", "docs", "DURABILITY.md"))).contains(NEW_EPOCH);
    }

    private TestServer start() {
        return TestServer.start(defaults -> Nodes.config(database.url()));
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
