package dev.herald.protocol;

/** Bounds of the wire contract. They are part of the protocol, so none of them is a setting. Immutable. */
public final class Limits {
    /** Most bytes of UTF-8 in a user id, a topic name, a type or an SSE event name. */
    public static final int NAME_BYTES_MAX = 256;

    /** Most topics that one event may be addressed to. */
    public static final int TOPICS_PER_EVENT_MAX = 1_000;

    /** Most characters of a position's text; short and plain enough that it never causes a CORS preflight. */
    public static final int POSITION_CHARS_MAX = 40;

    /** Deepest nesting of an event's JSON, its outermost object included. */
    public static final int JSON_DEPTH_MAX = 64;

    /** Most digits of a number in JSON: reading a longer one costs its reader time that grows with the square. */
    public static final int JSON_NUMBER_CHARS_MAX = 1_000;

    /** Most characters of a string in a small body such as a login; an event's data has a bound of its own. */
    public static final int JSON_STRING_CHARS_MAX = 16_384;

    private Limits() {}
}
