package dev.herald.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where data is: the folder and the database, of which each gives the other's default. Immutable.
 *
 * @param directory the folder for what the server writes itself
 */
record DataPlace(Path directory, String databaseUrl) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final Path DIRECTORY_DEFAULT = Path.of("herald-data");

    static DataPlace of(Values values) {
        Optional<String> url = values.optional(ConfigKeys.DATABASE_URL);
        Path directory = values.optional(ConfigKeys.DATA_DIR)
                .map(Path::of)
                .or(() -> url.flatMap(DataPlace::sqliteFolder))
                .orElse(DIRECTORY_DEFAULT);
        return new DataPlace(directory, url.orElseGet(() -> SQLITE + directory.resolve("herald.db")));
    }

    /** The folder of the file that the URL names; empty for a database elsewhere. */
    private static Optional<Path> sqliteFolder(String url) {
        if (!url.startsWith(SQLITE)) {
            return Optional.empty();
        }
        Path folder = Path.of(url.substring(SQLITE.length())).getParent();
        return Optional.of(folder == null ? Path.of(".") : folder);
    }
}
