package dev.herald.server.config;

/** How much the standalone server writes about itself. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE,
    OFF
}
