package dev.herald.loadtest;

import dev.herald.loadtest.proxy.FaultPlan;
import java.time.Duration;
import picocli.CommandLine;

/** The entry point of {@code herald loadtest}. Exit codes: 0 passed, 1 a threshold missed or the run broke, 2 wrong usage. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return OptionSections.in(new CommandLine(new LoadTestCommand()))
                .registerConverter(Duration.class, Durations::parse)
                .registerConverter(FaultPlan.class, FaultPlans::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }
}
