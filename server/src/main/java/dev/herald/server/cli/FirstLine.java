package dev.herald.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads the first line of what holds a secret, so that the line's end is no part of it. Immutable. */
final class FirstLine {
    private static final int CHARS_MAX = 8_192;

    private FirstLine() {}

    /**
     * The line without its end; empty if there is none.
     *
     * @param name what the input is called, for the message
     * @throws CommandFailure if it is over-long
     */
    static String of(InputStream in, String name) throws IOException {
        BufferedReader chars = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        StringBuilder line = new StringBuilder();
        for (int c = chars.read(); c >= 0 && c != '\n'; c = chars.read()) {
            if (line.length() == CHARS_MAX) {
                throw new CommandFailure(
                        "the first line of " + name + " is too long: at most " + CHARS_MAX + " characters");
            }
            line.append((char) c);
        }
        return line.toString().replaceFirst("\r$", "");
    }
}
