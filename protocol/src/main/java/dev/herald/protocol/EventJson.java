package dev.herald.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** The JSON that clients find in {@code data}, spelled exactly as the wire contract has it. Immutable. */
public final class EventJson {
    private EventJson() {}

    /** {@code {"type":"FORCE_LOGOUT","data":{"message":"..."}}}, a message event without an id. */
    public static String forceLogout(String message) {
        return event(EventNames.FORCE_LOGOUT, object("message", ":", message));
    }

    /** {@code {"reason":"..."}}, of a {@code reset} event. */
    public static String reset(String reason) {
        return object("reason", ":", reason);
    }

    /** {@code {"error": "..."}}, of the {@code error} event of a refused stream; one space after the colon. */
    public static String error(String message) {
        return object("error", ": ", message);
    }

    /** {@code {"type":"...","data":...}}. */
    static String event(String type, String dataJson) {
        StringBuilder json = new StringBuilder(type.length() + dataJson.length() + 20);
        appendString(json.append("{\"type\":"), type);
        return json.append(",\"data\":").append(dataJson).append('}').toString();
    }

    private static String object(String key, String colon, String value) {
        StringBuilder json = new StringBuilder(key.length() + value.length() + 8);
        appendString(json.append("{\"").append(key).append('"').append(colon), value);
        return json.append('}').toString();
    }

    private static void appendString(StringBuilder json, String value) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append('"');
    }
}
