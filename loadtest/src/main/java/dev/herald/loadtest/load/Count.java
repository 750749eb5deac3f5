package dev.herald.loadtest.load;

/** What is counted, on every loop by itself. */
public enum Count {
    /** Streams opened for the first time. */
    OPENED,
    /** Streams opened again after they were lost or closed by the herd. */
    REOPENED,
    /** Connects that failed, or answers that were no stream but may be one later (429, 5xx). */
    OPEN_FAILED,
    /** Answers that are final for an event source: 204, 4xx. */
    REFUSED,
    /** Open streams that ended though the tool did not end them. */
    DISCONNECTED,
    /** Every stamped event of this run that reached a stream, whatever the check says of it. */
    DELIVERED,
    DUPLICATE,
    /** Came after a later one of the same target. */
    REORDERED,
    /** Of another target. */
    MISROUTED,
    HEARTBEAT,
    RESET,
    /** Events without a stamp, or of another run. */
    FOREIGN,
    BYTES_READ,
    /** Publishes answered with 2xx. */
    ACKNOWLEDGED,
    /** Publishes answered otherwise: nobody has to receive them, and after 4xx nobody may. */
    PUBLISH_REFUSED,
    /** Publishes whose connection ended before the answer: they may be delivered or not. */
    PUBLISH_UNKNOWN,
    /** Due, but never sent, as the server held up those before. */
    UNSENT
}
