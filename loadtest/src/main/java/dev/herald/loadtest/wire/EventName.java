package dev.herald.loadtest.wire;

/** The event names that mean something to a subscriber of the load test. */
public enum EventName {
    HEARTBEAT("heartbeat"),
    RESET("reset"),
    OTHER("");

    private final int hash;

    EventName(String text) {
        this.hash = text.hashCode();
    }

    /** By {@link String#hashCode()}, which a scanner can compute byte by byte without keeping the name. */
    static EventName ofHash(int hash) {
        return hash == HEARTBEAT.hash ? HEARTBEAT : hash == RESET.hash ? RESET : OTHER;
    }
}
