package dev.herald.server.config;

import dev.herald.server.HeraldConfig;
import java.nio.file.Path;

/**
 * What the sources came to. Immutable.
 *
 * @param herald the server's settings
 * @param dataDirectory where the server writes what is its own; made when something is first written
 */
public record Configuration(HeraldConfig herald, Path dataDirectory, LogLevel logLevel, LogFormat logFormat) {}
