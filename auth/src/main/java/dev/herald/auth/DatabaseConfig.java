package dev.herald.auth;

import org.jspecify.annotations.Nullable;

/**
 * Where the database is. Immutable.
 *
 * @param url {@code jdbc:sqlite:PATH} or {@code jdbc:postgresql://HOST[:PORT]/DATABASE}
 * @param user for PostgreSQL; null if the URL names it
 * @param password for PostgreSQL; null if none is needed
 * @param poolSize most connections, {@value #POOL_SIZE_MIN} to {@value #POOL_SIZE_MAX}
 */
public record DatabaseConfig(
        String url, @Nullable String user, @Nullable String password, int poolSize) {
    public static final int POOL_SIZE_DEFAULT = 4;

    /** A migration holds a lock on one connection while it works on others. */
    private static final int POOL_SIZE_MIN = 3;

    private static final int POOL_SIZE_MAX = 100;

    public DatabaseConfig {
        Dialect.ofUrl(url);
        if (poolSize < POOL_SIZE_MIN || poolSize > POOL_SIZE_MAX) {
            throw new IllegalArgumentException(
                    "the pool has " + POOL_SIZE_MIN + " to " + POOL_SIZE_MAX + " connections, not " + poolSize);
        }
    }

    /** The database at a URL that says all. */
    public static DatabaseConfig of(String url) {
        return new DatabaseConfig(url, null, null, POOL_SIZE_DEFAULT);
    }

    /** The URL without what may be secret in it, for messages. */
    String shownUrl() {
        int query = url.indexOf('?');
        String shown = query < 0 ? url : url.substring(0, query);
        return shown.replaceFirst("//.*@", "//");
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "DatabaseConfig[" + shownUrl() + ", user=" + user + ", poolSize=" + poolSize + "]";
    }
}
