package dev.herald.loadtest.wire;

/** The event names that mean something to a subscriber of the load test. */
public enum EventName {
    HEARTBEAT("heartbeat"),
    RESET("reset"),
    OTHER("");

    /** The hash of no bytes; not 0, by which a NUL before the name would change nothing. */
    static final int HASH_START = 1;

    private final int hash;

    EventName(String text) {
        int sum = HASH_START;
        for (int i = 0; i < text.length(); i++) {
            sum = hash(sum, (byte) text.charAt(i));
        }
        this.hash = sum;
    }

    /** The hash of one more byte, so that a scanner need not keep the name. */
    static int hash(int before, byte b) {
        return 31 * before + b;
    }

    static EventName ofHash(int hash) {
        return hash == HEARTBEAT.hash ? HEARTBEAT : hash == RESET.hash ? RESET : OTHER;
    }
}
