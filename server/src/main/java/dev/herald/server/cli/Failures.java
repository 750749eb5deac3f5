package dev.herald.server.cli;

import dev.herald.auth.DatabaseException;
import dev.herald.protocol.Text;
import dev.herald.server.cli.client.ClientException;
import dev.herald.server.config.ConfigException;
import java.util.List;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a line for a person and an exit code. Immutable. */
final class Failures {
    /** Set it to true for the stack trace of what should not have happened. */
    private static final String TRACE = "herald.trace";

    private Failures() {}

    static int usage(ParameterException e, Shell shell) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        shell.note(usageFault(e) + "; see `" + command + " --help`");
        return ExitCode.USAGE;
    }

    private static String usageFault(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            return Text.quoted(unmatched.getUnmatched().get(0)) + " is no command or option here"
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
        }
        return oneLine(String.valueOf(e.getMessage())).replaceFirst("^Error: ", "");
    }

    static int failed(Exception e, Shell shell) {
        if (e instanceof ConfigException configuration) {
            faults(configuration.faults(), shell);
        } else if (e instanceof CommandFailure || e instanceof ClientException || e instanceof DatabaseException) {
            shell.note(oneLine(String.valueOf(e.getMessage())));
        } else {
            shell.note("this should not have happened: " + oneLine(e.toString()) + "; HERALD_JAVA_OPTS=-D" + TRACE
                    + "=true shows where");
        }
        if (Boolean.getBoolean(TRACE)) {
            e.printStackTrace(shell.err());
        }
        return ExitCode.SOFTWARE;
    }

    private static void faults(List<String> faults, Shell shell) {
        if (faults.size() == 1) {
            shell.note(faults.get(0));
        } else {
            shell.note("the configuration has " + faults.size() + " faults:");
            faults.forEach(fault -> shell.err().println("  " + fault));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]+\\s*", "; ");
    }
}
