package dev.herald.server.log;

/** Where the event log lives. */
public enum LogKind {
    /** In this process: fast, bounded, and gone when it stops. */
    MEMORY
}
