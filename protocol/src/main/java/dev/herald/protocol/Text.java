package dev.herald.protocol;

/** Text from outside, made fit for a message or a log line. Immutable. */
public final class Text {
    private static final int SHOWN_MAX = 100;

    private Text() {}

    /**
     * The value in double quotes, cut to 100 characters, on one line. Quotes, backslashes, unpaired surrogates and
     * whatever would not show or would move other text about (controls, line separators, bidirectional overrides) are
     * escaped, so that a hostile value can neither forge a log line nor hide in one.
     */
    public static String quoted(String value) {
        int shown = Math.min(value.length(), SHOWN_MAX);
        if (shown < value.length() && Character.isHighSurrogate(value.charAt(shown - 1))) {
            shown--;
        }
        StringBuilder text = new StringBuilder(shown + 8).append('"');
        for (int i = 0; i < shown; ) {
            int codePoint = value.codePointAt(i);
            i += Character.charCount(codePoint);
            appendEscaped(text, codePoint);
        }
        return text.append(shown < value.length() ? "...\"" : "\"").toString();
    }

    private static void appendEscaped(StringBuilder text, int codePoint) {
        if (codePoint == '"' || codePoint == '\\') {
            text.append('\\').append((char) codePoint);
        } else if (isPlain(codePoint)) {
            text.appendCodePoint(codePoint);
        } else {
            for (char unit : Character.toChars(codePoint)) {
                text.append(String.format("\\u%04x", (int) unit));
            }
        }
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
