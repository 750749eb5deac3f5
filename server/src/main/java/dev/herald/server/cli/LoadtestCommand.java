package dev.herald.server.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stands in the list of commands; the start script runs the load test itself, from a jar of its own. */
@Command(
        name = "loadtest",
        header = "Puts load on a server and checks every delivery.",
        description = "A program of its own that knows nothing of the server; `herald loadtest --help` is its help.")
final class LoadtestCommand implements Runnable {
    @Parameters(hidden = true)
    private List<String> arguments = new ArrayList<>();

    @Override
    public void run() {
        throw new CommandFailure("the load test is started by the script: " + Shell.command() + " loadtest "
                + String.join(" ", arguments));
    }
}
