package dev.herald.loadtest.wire;

import java.nio.charset.StandardCharsets;

/** What goes into the places of a {@link Template}. The arrays are shared, not copied: who fills one again owns it. */
@SuppressWarnings("ArrayRecordComponent") // never compared; arrays because they are written as they are
public record Values(byte[] user, byte[] topic, byte[] token, byte[] payload) {
    private static final byte[] NONE = {};

    /** For a request without a payload. */
    public static Values of(String user, String topic, String token) {
        return new Values(ascii(user), ascii(topic), ascii(token), NONE);
    }

    public Values withPayload(byte[] bytes) {
        return new Values(user, topic, token, bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
