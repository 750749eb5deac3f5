package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteIT {
    @TempDir
    Path folder;

    @Test
    void makesTheFolderOfItsFile() {
        Path file = folder.resolve("a/b/herald.db");
        Database.open(DatabaseConfig.of("jdbc:sqlite:" + file)).close();
        assertThat(file).isRegularFile();
    }

    @Test
    void onlyItsOwnerCanReadTheFile() throws Exception {
        Path file = folder.resolve("herald.db");
        try (Database database = Database.open(DatabaseConfig.of("jdbc:sqlite:" + file))) {
            Sql.execute(database, "INSERT INTO ended_tokens VALUES ('u', 'j', 1)");
            for (Path one : List.of(file, folder.resolve("herald.db-wal"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void saysWhichFolderItCannotMake() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefused("jdbc:sqlite:" + file + "/herald.db", "cannot create the database " + file);
        assertRefused("jdbc:sqlite:" + folder, "is a folder");
    }

    @Test
    void saysSoWhenTheFileIsNoDatabase() throws Exception {
        Path file = Files.writeString(folder.resolve("herald.db"), "x".repeat(10_000));
        assertRefused("jdbc:sqlite:" + file, "not a database");
        assertRefused("jdbc:sqlite:" + file, "may be written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":memory:", "file::memory:?cache=shared", "x.db?journal_mode=OFF", ":resource:x"})
    void takesPlainFilesOnly(String path) {
        assertRefused("jdbc:sqlite:" + path, "plain path of a file");
    }

    private static void assertRefused(String url, String message) {
        assertThatThrownBy(() -> Database.open(DatabaseConfig.of(url)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyConnectionIsDurableAndStrict() throws Exception {
        try (Database database = Database.open(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("herald.db")));
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(pragma(statement, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(statement, "synchronous")).isEqualTo("2");
            assertThat(pragma(statement, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(statement, "busy_timeout")).isEqualTo("5000");
        }
    }

    private static String pragma(Statement statement, String name) throws Exception {
        try (ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Readers see the state before, at once, while a writer is at work; the next writer waits for it. */
    @Test
    void readsWhileOneWrites() throws Exception {
        try (Database database = Database.open(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("herald.db")))) {
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch read = new CountDownLatch(1);
            Thread writer = new Thread(() -> database.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("INSERT INTO ended_tokens VALUES ('u', 'j', 1)");
                    written.countDown();
                    read.await();
                    return true;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            writer.start();
            written.await();
            assertThat(Sql.number(database, "SELECT COUNT(*) FROM ended_tokens"))
                    .isZero();
            read.countDown();
            writer.join();
            assertThat(Sql.number(database, "SELECT COUNT(*) FROM ended_tokens"))
                    .isEqualTo(1);
        }
    }
}
