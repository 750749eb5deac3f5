package dev.herald.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program as a whole: its commands, and what it says when called without one. Confined to the main thread. */
@Command(
        name = "herald",
        mixinStandardHelpOptions = true,
        versionProvider = HeraldCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "Herald delivers every event of a user to every device of theirs, at once.",
        descriptionHeading = "%n",
        description = "Begin with `herald demo`, then `herald watch` in a second terminal.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        footer = {
            "`herald COMMAND --help` tells more. Exit codes: 0 done, 1 failed, 2 wrong usage.",
        })
final class HeraldCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine of(Shell shell) {
        CommandLine herald = new CommandLine(new HeraldCommand())
                .addSubcommand(new DemoCommand(shell))
                .addSubcommand(new ServeCommand(shell))
                .addSubcommand(new CommandLine(new UserCommand()).addSubcommand(new UserAddCommand(shell)))
                .addSubcommand(new TokenCommand(shell))
                .addSubcommand(new PublishCommand(shell))
                .addSubcommand(new WatchCommand(shell))
                .addSubcommand(new LoadtestCommand())
                .addSubcommand(new HelpCommand());
        herald.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
        // A user or a topic may be called @news, which must not mean: the arguments in the file news.
        return herald.setExpandAtFiles(false)
                .setOut(shell.out())
                .setErr(shell.err())
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, arguments) -> Failures.usage(e, shell))
                .setExecutionExceptionHandler((e, command, result) -> Failures.failed(e, shell));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "a command is missing");
        }
    }

    /** The version that the build wrote into the jar. Immutable. */
    static final class Version implements IVersionProvider {
        static String text() {
            String version = Version.class.getPackage().getImplementationVersion();
            return version == null ? "(not packaged)" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"herald " + text()};
        }
    }
}
