package dev.herald.auth;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** How connections to SQLite are made: many read while one writes (WAL), and a commit is on the disk. Immutable. */
final class SqlitePool {
    private static final int BUSY_TIMEOUT_MS = 5_000;

    /** KiB a connection, instead of 2 MB: an index over a hundred thousand users is written at random places. */
    private static final int CACHE_KIB = 16 * 1024;

    /**
     * Pages in the journal at which a commit moves them into the file, which the committer waits for; 200 MB instead of
     * 4. Whoever writes much moves them earlier, beside the commits; this is for when that fails.
     */
    private static final int CHECKPOINT_PAGES = 50_000;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SqlitePool() {}

    /** @throws SQLException if the file can be opened, but not be put into WAL mode */
    static HikariConfig config(DatabaseConfig config) throws SQLException {
        prepare(file(config.url()));
        SQLiteDataSource source = source(config.url());
        SqliteJournal.useWal(source);
        HikariConfig pool = PoolDefaults.config(config);
        pool.setDataSource(source);
        return pool;
    }

    private static SQLiteDataSource source(String url) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setSynchronous(SynchronousMode.FULL);
        sqlite.setBusyTimeout(BUSY_TIMEOUT_MS);
        sqlite.enforceForeignKeys(true);
        sqlite.setCacheSize(-CACHE_KIB);
        sqlite.setPragma(Pragma.WAL_AUTOCHECKPOINT, String.valueOf(CHECKPOINT_PAGES));
        // For whoever begins one by JDBC: a transaction that began by reading cannot always go on to write.
        sqlite.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl(url);
        return source;
    }

    /** Each connection to a database in memory would be to one of its own, so only files will do. */
    private static Path file(String url) {
        String path = url.substring(Dialect.SQLITE.urlPrefix().length());
        if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:") || path.contains("?")) {
            throw new DatabaseException(
                    "database.url is jdbc:sqlite: and the plain path of a file, such as jdbc:sqlite:herald-data/herald.db;"
                            + " databases in memory and parameters are not supported",
                    null);
        }
        try {
            return Path.of(path).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new DatabaseException("database.url has no valid path: " + e.getMessage(), e);
        }
    }

    private static void prepare(Path file) {
        if (Files.isDirectory(file)) {
            throw new DatabaseException("the database " + file + " is a folder; give the path of a file in it", null);
        }
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (Files.notExists(file)) {
                create(file);
            }
        } catch (IOException e) {
            throw new DatabaseException(
                    "cannot create the database " + file + " or the folder " + folder
                            + "; create the folder, or set database.url to a path that may be written",
                    e);
        }
    }

    /** For the owner's eyes: it will hold addresses and password hashes. SQLite's files beside it take after it. */
    private static void create(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            if (posix) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            // Another process was quicker, which is as good.
        }
    }
}
