package dev.herald.protocol;

import java.util.Set;

/** The SSE event names that mean something to Herald. Immutable. */
public final class EventNames {
    /** What a browser calls an event that has no name, and Herald every event whose publisher chose none. */
    public static final String MESSAGE = "message";

    /** Sent into silence, so that a client can notice a dead stream. */
    public static final String HEARTBEAT = "heartbeat";

    /** Tells a client that the history does not reach back to where it left. */
    public static final String RESET = "reset";

    /** The one event of a refused stream. */
    public static final String ERROR = "error";

    /** What a browser's EventSource calls its own news of a connection. */
    private static final String OPEN = "open";

    /** The type by which the server tells a device that it is logged out; clients act on it for good. */
    static final String FORCE_LOGOUT = "FORCE_LOGOUT";

    private static final Set<String> RESERVED = Set.of(HEARTBEAT, RESET, ERROR, OPEN);

    private EventNames() {}

    /** Whether only the server itself may use this name: a client could not tell a publisher's event from its own. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** Whether only the server itself may use this type: a publisher could log everyone out with it. */
    public static boolean isReservedType(String type) {
        return type.equals(FORCE_LOGOUT);
    }
}
