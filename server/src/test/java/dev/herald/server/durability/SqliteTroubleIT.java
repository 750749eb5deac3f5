package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.herald.auth.Dialect;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The file cannot be written for a while: publishers are told so, the server stays, and goes on by itself. */
class SqliteTroubleIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Dialect.SQLITE);

    private TestServer server;
    private SseClient stream;

    @BeforeEach
    @SuppressWarnings("NullAway") // set for every test
    void start() {
        server = TestServer.start(defaults -> Nodes.config(database.url()));
        stream = server.stream(server.token("42"));
        server.publish("42", "T", "0");
        assertThat(stream.next().data()).contains("0");
    }

    @AfterEach
    void stop() {
        stream.close();
        server.close();
    }

    @Test
    void saysSoWhileAnotherProcessHasLockedTheFile() throws SQLException {
        try (Connection other = DriverManager.getConnection(database.url());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertRefused(publish("1"));
            assertThat(server.get("/health/live", null).statusCode()).isEqualTo(200);
            assertThat(server.get("/health/ready", null).statusCode()).isEqualTo(503);
            statement.execute("ROLLBACK");
        }
        assertGoesOn();
    }

    @Test
    void saysSoWhileTheDiskIsFull() {
        try (SmallDisk disk = SmallDisk.mount();
                TestServer full = TestServer.start(defaults -> Nodes.config(disk.url()));
                SseClient watcher = full.stream(full.token("42"))) {
            String body = body("\"" + "x".repeat(50_000) + "\"");
            await().atMost(DEADLINE).until(() -> publish(full, body).statusCode() == 503);
            assertRefused(publish(full, body));
            assertThat(full.get("/health/live", null).statusCode()).isEqualTo(200);
            disk.grow();
            await().atMost(DEADLINE)
                    .until(() -> publish(full, body("\"after\"")).statusCode() == 200);
            await().atMost(DEADLINE).until(() -> watcher.next().data().contains("after"));
            assertThat(watcher.hasEnded()).isFalse();
        }
    }

    @Test
    void saysSoWhileTheFileIsReadOnly() {
        boolean frozen = chattr("+i");
        try {
            assumeTrue(frozen, "files can be made immutable");
            assertRefused(publish("1"));
            assertThat(server.get("/health/ready", null).statusCode()).isEqualTo(503);
        } finally {
            chattr("-i");
        }
        assertGoesOn();
    }

    /** Unlike a file's mode, this binds the superuser as well, and those who have the file open. */
    private boolean chattr(String change) {
        String file = database.url().substring("jdbc:sqlite:".length());
        return Command.succeeds("chattr", change, file, file + "-wal");
    }

    private void assertGoesOn() {
        await().atMost(DEADLINE).until(() -> publish("\"after\"").statusCode() == 200);
        await().atMost(DEADLINE).until(() -> stream.next().data().contains("after"));
        await().atMost(DEADLINE).until(() -> server.get("/health/ready", null).statusCode() == 200);
        assertThat(stream.hasEnded()).isFalse();
    }

    private HttpResponse<String> publish(String data) {
        return publish(server, body(data));
    }

    private static HttpResponse<String> publish(TestServer server, String body) {
        return server.post("/api/v1/events/", server.scoped("publish"), body);
    }

    private static String body(String data) {
        return "{\"user\":\"42\",\"type\":\"T\",\"data\":" + data + "}";
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
    }
}
