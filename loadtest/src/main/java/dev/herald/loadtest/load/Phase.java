package dev.herald.loadtest.load;

/** What a run is doing. */
public enum Phase {
    OPENING,
    WARMING_UP,
    MEASURING,
    DRAINING
}
