package dev.herald.server.stream;

/** What a stream over the limit of its user meets: a refusal, or the place of the oldest. */
public enum OnLimit {
    REJECT,
    CLOSE_OLDEST
}
