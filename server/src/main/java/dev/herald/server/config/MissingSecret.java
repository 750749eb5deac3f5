package dev.herald.server.config;

/** What to do where no token secret is set and none has been generated. */
public enum MissingSecret {
    /** For a server: make one and keep it. */
    GENERATE,
    /** For a command that signs for a server: a new secret would sign nothing that the server believes. */
    REFUSE
}
