package dev.herald.server.log;

/** The most that one page holds. A page has at least one event, if there is any, however long it is. Immutable. */
public record PageLimit(int events, int bytes) {}
