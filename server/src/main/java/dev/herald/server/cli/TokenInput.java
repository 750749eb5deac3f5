package dev.herald.server.cli;

import dev.herald.protocol.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads an access token from where {@code --token} says, since every user of the machine sees the arguments themselves.
 * No message repeats a token. Confined to the main thread.
 */
final class TokenInput {
    static final String HELP = "; - reads it from standard input, @FILE from a file: others see what is typed here.";
    static final String STANDARD_INPUT = "-";
    static final String NO_TOKEN = "this is no access token; `herald token --user ID` prints one";

    private static final String FILE = "@";

    private final Shell shell;

    TokenInput(Shell shell) {
        this.shell = shell;
    }

    /** Whether this names a place, and is no token itself: no token has such characters. */
    static boolean isPlace(String option) {
        return option.equals(STANDARD_INPUT) || (option.startsWith(FILE) && option.length() > FILE.length());
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** The token that the option gives, or that stands in the first line of where it points. */
    String token(String option) {
        if (!isPlace(option)) {
            return option;
        }
        String place = option.equals(STANDARD_INPUT) ? "standard input" : option.substring(FILE.length());
        String token = (option.equals(STANDARD_INPUT) ? fromInput() : fromFile(place)).strip();
        if (!isToken(token)) {
            throw new CommandFailure(Text.quoted(place) + ": " + NO_TOKEN);
        }
        return token;
    }

    private String fromInput() {
        try {
            return FirstLine.of(shell.in(), "standard input");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fromFile(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return FirstLine.of(in, file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(Text.quoted(file) + ": there is no such file to read the token from", e);
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(Text.quoted(file) + ": the token cannot be read from this file", e);
        }
    }
}
