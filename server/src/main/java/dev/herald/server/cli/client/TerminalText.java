package dev.herald.server.cli.client;

/** Text from a stream, made harmless for a terminal, which takes control characters as commands. Immutable. */
final class TerminalText {
    private TerminalText() {}

    /** The text on one line, with everything escaped that would not show or would move other text about. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            if (isPlain(codePoint)) {
                safe.appendCodePoint(codePoint);
            } else {
                for (char unit : Character.toChars(codePoint)) {
                    safe.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return safe.toString();
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
