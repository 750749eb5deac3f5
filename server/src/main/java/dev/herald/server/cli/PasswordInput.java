package dev.herald.server.cli;

import dev.herald.protocol.Text;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person for a password, unseen; without a person the first line of standard input is it. Never an argument:
 * those are there for every user of the machine to see. Confined to the main thread.
 */
final class PasswordInput {
    private final Shell shell;

    PasswordInput(Shell shell) {
        this.shell = shell;
    }

    /** The password of an account there is. */
    String password(String email) {
        Console console = console();
        return console == null ? firstLine(email) : ask(console, "Password for " + email + ": ");
    }

    /** A password that someone chooses, and types twice. */
    String newPassword(String email) {
        Console console = console();
        if (console == null) {
            return firstLine(email);
        }
        String password = ask(console, "Password for " + email + ": ");
        if (!password.equals(ask(console, "The same again: "))) {
            throw new CommandFailure("the two passwords differ; nothing was changed");
        }
        return password;
    }

    /** Only where a person sits; standard input that a test hands in is not the process's own. */
    private @Nullable Console console() {
        return shell.in() == System.in && Shell.isInputATerminal() ? System.console() : null;
    }

    private static String ask(Console console, String prompt) {
        char[] typed = console.readPassword("%s", prompt);
        if (typed == null) {
            throw new CommandFailure("no password was typed");
        }
        String password = new String(typed);
        Arrays.fill(typed, ' ');
        return password;
    }

    private String firstLine(String email) {
        if (shell.in() == System.in && Shell.isInputATerminal()) {
            shell.note("type the password for " + Text.quoted(email)
                    + " (it will show: the output is no terminal, so it cannot be hidden)");
        }
        try {
            String line = FirstLine.of(shell.in(), "standard input");
            if (line.isEmpty()) {
                throw new CommandFailure("no password: type one, or give it as the first line of standard input");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
