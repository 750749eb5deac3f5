package dev.herald.server.cli;

import dev.herald.auth.AddAccount;
import dev.herald.auth.Auth;
import dev.herald.protocol.Text;
import dev.herald.server.config.Configuration;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code herald user add}. Confined to the main thread. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        header = "Adds an account that can log in, and prints its user id.",
        descriptionHeading = "%n",
        description = "The password is asked for, or is the first line of standard input: 8 to 1,024 bytes.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class UserAddCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final DataFolder data = new DataFolder();

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The user id, by which tokens and publishers name the user" + " (default: random).")
    private @Nullable String userId;

    @Parameters(paramLabel = "EMAIL", description = "The address to log in with.")
    private String email = "";

    UserAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Logging.off();
        Configuration configuration = options.forServer(shell.environment(), List.of(), data.flags());
        String password = new PasswordInput(shell).newPassword(email);
        try (Auth auth = Auth.open(
                configuration.herald().database(), configuration.herald().auth(), Clock.systemUTC())) {
            shell.answer(added(
                    userId == null
                            ? auth.accounts().add(email, password)
                            : auth.accounts().add(email, password, userId)));
        }
        return ExitCode.OK;
    }

    private String added(AddAccount result) {
        if (result instanceof AddAccount.Added added) {
            return added.userId();
        }
        throw new CommandFailure(
                result instanceof AddAccount.Invalid invalid
                        ? invalid.fault()
                        : "there is an account for " + Text.quoted(email) + " already; nothing was changed");
    }
}
