package dev.herald.loadtest;

import dev.herald.loadtest.proxy.FaultPlan;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The entry point of {@code herald loadtest}. Exit codes: 0 passed, 1 a threshold missed or the run broke, 2 wrong usage. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** In two lines: the whole help would push the reason off the screen. */
    private static int refuse(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("herald loadtest: " + e.getMessage());
        err.println("see herald loadtest --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    static CommandLine commandLine() {
        return OptionSections.in(new CommandLine(new LoadTestCommand()))
                .registerConverter(Duration.class, Durations::parse)
                .registerConverter(FaultPlan.class, FaultPlans::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::refuse);
    }
}
