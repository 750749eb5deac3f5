package dev.herald.server.cli;

import dev.herald.server.config.LogFormat;
import dev.herald.server.config.LogLevel;
import java.util.logging.LogManager;

/**
 * Chooses what the process logs. Logback reads these properties when the first logger is made, so a command calls this
 * before it touches anything that logs. Confined to the main thread.
 */
final class Logging {
    private static final String FILE = "logback.configurationFile";

    private Logging() {}

    /** For a process of its own; one that a test or a service runs in has logging of its own. */
    static void ofProcess() {
        if (System.getProperty(FILE) == null) {
            // In a package: a service that embeds Herald must not find ours on its class path as its own.
            System.setProperty(FILE, "dev/herald/server/cli/logback.xml");
        }
        // PostgreSQL's driver writes there what its exceptions say as well, past the one line that a command has.
        LogManager.getLogManager().reset();
    }

    static void configure(LogLevel level, LogFormat format) {
        System.setProperty("herald.logging.level", level.name());
        System.setProperty("herald.logging.format", format.name());
    }

    /** For commands whose output is all they have to say. */
    static void off() {
        configure(LogLevel.OFF, LogFormat.TEXT);
    }
}
