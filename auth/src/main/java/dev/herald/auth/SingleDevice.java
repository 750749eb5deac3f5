package dev.herald.auth;

/** Whether an account has one session at a time. Immutable. */
public enum SingleDevice {
    /** A login supersedes the session before it. */
    ON,
    /** Sessions stand beside each other until they end. */
    OFF
}
