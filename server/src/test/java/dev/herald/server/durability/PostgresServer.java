package dev.herald.server.durability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A real PostgreSQL that keeps what it has committed, unlike one with a test's usual settings. Thread-safe. */
public final class PostgresServer implements AutoCloseable {
    private final EmbeddedPostgres postgres;

    private PostgresServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static PostgresServer start() {
        return start(UnaryOperator.identity());
    }

    /** Starts one in a folder that outlives it, so that another can be started there, on this port (0: any). */
    static PostgresServer startIn(Path dataFolder, int port) {
        return start(builder -> builder.setDataDirectory(dataFolder)
                .setCleanDataDirectory(false)
                .setPort(port));
    }

    private static PostgresServer start(UnaryOperator<EmbeddedPostgres.Builder> change) {
        try {
            return new PostgresServer(change.apply(EmbeddedPostgres.builder())
                    .setOverrideWorkingDirectory(Path.of("target", "postgres").toFile())
                    .setServerConfig("synchronous_commit", "on")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return postgres.getPort();
    }

    /** The URL of a database, reached through a port that may be another's, such as a proxy's. */
    String url(String database, int port) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres";
    }

    public String url(String database) {
        return url(database, port());
    }

    public void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
