package dev.herald.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command sees of the process around it; a test gives another. Output is UTF-8 whatever the locale, for what
 * reads a pipe has no other way to know. Thread-safe as far as its parts are.
 */
record Shell(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment) {
    /** Set by the start script when standard input is a terminal, which Java only tells when the output is one too. */
    private static final String TERMINAL_INPUT = "herald.terminal-input";

    Shell {
        environment = Map.copyOf(environment);
    }

    static Shell ofProcess() {
        return new Shell(System.in, writer(FileDescriptor.out), writer(FileDescriptor.err), System.getenv());
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** How a person calls this program, for commands to paste. */
    static String command() {
        return System.getProperty("herald.command", "./herald");
    }

    static boolean isInputATerminal() {
        return Boolean.getBoolean(TERMINAL_INPUT);
    }

    /**
     * The line that the command was asked for.
     *
     * @throws CommandFailure if it cannot be written: whoever reads it must not take nothing for an answer
     */
    void answer(String line) {
        out.println(line);
        if (out.checkError()) {
            throw new CommandFailure("what was asked for is done, but standard output takes no answer");
        }
    }

    /** A line about what is going on, beside the output. */
    void note(String text) {
        err.println("herald: " + text);
    }
}
