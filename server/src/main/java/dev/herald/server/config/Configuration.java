package dev.herald.server.config;

import dev.herald.server.HeraldConfig;
import java.nio.file.Path;

/**
 * What the sources came to. Immutable.
 *
 * @param herald the server's settings
 * @param dataDirectory where the server writes what is its own; made when something is first written
 */
public record Configuration(
        HeraldConfig herald, Path dataDirectory, SecretOrigin tokenSecret, LogLevel logLevel, LogFormat logFormat) {
    /** Where the token secret is from. */
    public enum SecretOrigin {
        CONFIGURED,
        /** Generated for this one server, into its data folder. */
        DATA_FOLDER
    }
}
