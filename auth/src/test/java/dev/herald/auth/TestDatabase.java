package dev.herald.auth;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A new, empty database for each test: a file, or a database of a real PostgreSQL server that is started once for all
 * tests. Ends by asserting that the test has closed its connections. Confined to the test's thread.
 */
final class TestDatabase implements BeforeEachCallback, AfterEachCallback {
    private final Dialect dialect;
    private Fresh fresh;

    TestDatabase(Dialect dialect) {
        this.dialect = dialect;
    }

    DatabaseConfig config() {
        return fresh.config();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        fresh = switch (dialect) {
            case SQLITE -> new SqliteFile();
            case POSTGRESQL ->
                new PostgresDatabase(context.getRoot()
                        .getStore(Namespace.create(TestDatabase.class))
                        .computeIfAbsent(PostgresServer.class, key -> new PostgresServer(), PostgresServer.class));
        };
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        fresh.remove();
    }

    private interface Fresh {
        DatabaseConfig config();

        void remove() throws Exception;
    }

    private static final class SqliteFile implements Fresh {
        private final Path folder = Files.createTempDirectory("herald-auth");

        private SqliteFile() throws IOException {}

        @Override
        public DatabaseConfig config() {
            return DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("herald.db"));
        }

        @Override
        public void remove() throws IOException {
            assertNothingIsOpen();
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        }

        /** Only whoever is alone can leave WAL mode. */
        private void assertNothingIsOpen() {
            try (Connection connection = DriverManager.getConnection(config().url());
                    Statement statement = connection.createStatement();
                    ResultSet mode = statement.executeQuery("PRAGMA journal_mode=DELETE")) {
                mode.next();
                if (!mode.getString(1).equals("delete")) {
                    throw new AssertionError("the journal mode is still " + mode.getString(1));
                }
            } catch (SQLException e) {
                throw new AssertionError("a connection is still open", e);
            }
        }
    }

    private static final class PostgresDatabase implements Fresh {
        private final PostgresServer server;
        private final String name = "test_" + RandomId.next();

        private PostgresDatabase(PostgresServer server) throws SQLException {
            this.server = server;
            server.execute("CREATE DATABASE " + name);
        }

        @Override
        public DatabaseConfig config() {
            return DatabaseConfig.of(server.postgres.getJdbcUrl("postgres", name));
        }

        /** Refused by the server while a connection is open. */
        @Override
        public void remove() throws SQLException {
            server.execute("DROP DATABASE " + name);
        }
    }

    private static final class PostgresServer implements AutoCloseable {
        private final EmbeddedPostgres postgres;

        private PostgresServer() {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(
                                Path.of("target", "postgres").toFile())
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            }
        }

        private void execute(String sql) throws SQLException {
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}
