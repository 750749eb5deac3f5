package dev.herald.server.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What one command, run in this process, left behind. */
record CliRun(int exitCode, String out, String err) {
    static CliRun of(String... arguments) {
        return of(Map.of(), "", arguments);
    }

    static CliRun of(Map<String, String> environment, String input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment);
        int exitCode = Main.run(shell, arguments);
        return new CliRun(exitCode, out.toString(), err.toString());
    }
}
