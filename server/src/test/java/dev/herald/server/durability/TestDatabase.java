package dev.herald.server.durability;

import dev.herald.auth.Database;
import dev.herald.auth.DatabaseConfig;
import dev.herald.auth.Dialect;
import dev.herald.server.TestFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A new, empty database for each test: a file, or a database of a PostgreSQL that is started once for all tests.
 * Confined to the test's thread.
 */
public final class TestDatabase implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(TestDatabase.class);

    private final Dialect dialect;
    private final List<Database> opened = new ArrayList<>();
    private Fresh fresh;

    @SuppressWarnings("NullAway") // JUnit calls beforeEach before any test
    public TestDatabase(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Where it is. */
    public String url() {
        return fresh.url();
    }

    /** The port of its PostgreSQL. */
    int port() {
        return ((PostgresDatabase) fresh).server().port();
    }

    /** Its URL by way of another port. */
    String urlThrough(int port) {
        PostgresDatabase postgres = (PostgresDatabase) fresh;
        return postgres.server().url(postgres.name(), port);
    }

    public DatabaseConfig config() {
        return DatabaseConfig.of(url());
    }

    /** Opens it, until the test ends. */
    public Database open() {
        Database database = Database.open(config());
        opened.add(database);
        return database;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        fresh = switch (dialect) {
            case SQLITE -> new SqliteFile(TestFolder.create());
            case POSTGRESQL -> PostgresDatabase.create(server(context));
        };
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        opened.forEach(Database::close);
        opened.clear();
        fresh.remove();
    }

    private static PostgresServer server(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(PostgresServer.class, key -> PostgresServer.start(), PostgresServer.class);
    }

    private sealed interface Fresh {
        String url();

        void remove() throws Exception;
    }

    private record SqliteFile(TestFolder folder) implements Fresh {
        @Override
        public String url() {
            return folder.sqliteUrl();
        }

        @Override
        public void remove() {
            folder.close();
        }
    }

    private record PostgresDatabase(PostgresServer server, String name) implements Fresh {
        static PostgresDatabase create(PostgresServer server) {
            String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
            server.execute("CREATE DATABASE " + name);
            return new PostgresDatabase(server, name);
        }

        @Override
        public String url() {
            return server.url(name);
        }

        /** By force: a process that was killed may have left connections that the server has not noticed yet. */
        @Override
        public void remove() {
            server.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }
}
