package dev.herald.server.config;

/** What a line of the standalone server's log looks like. */
public enum LogFormat {
    TEXT,
    JSON
}
