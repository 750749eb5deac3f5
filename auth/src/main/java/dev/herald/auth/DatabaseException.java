package dev.herald.auth;

import org.jspecify.annotations.Nullable;

/** The database could not do its part. The next call tries anew. Its message holds no secret. */
public final class DatabaseException extends RuntimeException {
    public DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
