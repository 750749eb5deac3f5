package dev.herald.auth;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets through only the warnings of Flyway, which otherwise writes some ten lines at every start. What it applied is
 * logged by {@link Migrations}, and what failed is in the exception. Public because Flyway makes it by its name.
 * Thread-safe.
 */
public final class MigrationLog implements LogCreator {
    private record Quiet(Logger logger) implements Log {
        @Override
        public void debug(String message) {
            logger.debug(message);
        }

        @Override
        public void info(String message) {
            logger.debug(message);
        }

        @Override
        public void warn(String message) {
            logger.warn(message);
        }

        @Override
        public void error(String message) {
            logger.debug(message);
        }

        @Override
        public void error(String message, Exception e) {
            logger.debug(message, e);
        }

        @Override
        public void notice(String message) {
            logger.debug(message);
        }
    }

    @Override
    public Log createLogger(Class<?> source) {
        return new Quiet(LoggerFactory.getLogger(source));
    }
}
