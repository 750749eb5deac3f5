package dev.herald.protocol;

/** Text from outside, made fit for a message or a log line. Immutable. */
public final class Text {
    private static final int SHOWN_MAX = 100;

    private Text() {}

    /** The value in quotes, cut to 100 characters, with control characters and unpaired surrogates escaped. */
    public static String quoted(String value) {
        int shown = Math.min(value.length(), SHOWN_MAX);
        StringBuilder text = new StringBuilder(shown + 8).append('"');
        for (int i = 0; i < shown; i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '"' || c == '\\') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append(shown < value.length() ? "...\"" : "\"").toString();
    }
}
