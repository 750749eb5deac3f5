package dev.herald.server.log;

/** Where the event log lives. */
public enum LogKind {
    /** In the database beside the accounts: what is acknowledged is on the disk, and several nodes can share it. */
    DATABASE,
    /** In this process: fast, bounded, and gone when it stops. */
    MEMORY
}
