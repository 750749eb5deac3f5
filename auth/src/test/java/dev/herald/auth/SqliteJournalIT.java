package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class SqliteJournalIT {
    private static final int NODES = 8;
    private static final int ROUNDS = 100;

    @TempDir
    Path folder;

    @Test
    void nodesThatStartTogetherOnANewFileAllFindItDone() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                SQLiteDataSource source = source(60_000, "new-" + round);
                CyclicBarrier start = new CyclicBarrier(NODES);
                List<Callable<String>> starts = new ArrayList<>();
                for (int i = 0; i < NODES; i++) {
                    starts.add(() -> {
                        start.await();
                        SqliteJournal.useWal(source);
                        return mode(source);
                    });
                }
                for (Future<String> node : nodes.invokeAll(starts)) {
                    assertThat(node.get()).isEqualTo("wal");
                }
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    /** Beside a reader a writer may begin, and cannot end. */
    @ParameterizedTest
    @ValueSource(strings = {"BEGIN IMMEDIATE", "BEGIN; SELECT * FROM theirs"})
    void doesNotWaitForEverForALock(String lock) throws Exception {
        SQLiteDataSource source = source(50, "locked");
        try (Connection other = source.getConnection();
                Statement statement = other.createStatement()) {
            statement.executeUpdate("CREATE TABLE theirs (id TEXT); INSERT INTO theirs VALUES ('1')");
            statement.executeUpdate(lock);
            assertThatThrownBy(() -> SqliteJournal.useWal(source))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("SQLITE_BUSY");
        }
        SqliteJournal.useWal(source);
        assertThat(mode(source)).isEqualTo("wal");
    }

    private SQLiteDataSource source(int busyTimeoutMillis, String file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyTimeoutMillis);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.resolve(file));
        return source;
    }

    private static String mode(SQLiteDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA journal_mode")) {
            row.next();
            return row.getString(1);
        }
    }
}
