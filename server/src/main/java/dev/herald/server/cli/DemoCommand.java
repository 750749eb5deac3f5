package dev.herald.server.cli;

import dev.herald.auth.AddAccount;
import dev.herald.auth.Auth;
import dev.herald.server.HeraldServer;
import dev.herald.server.config.Configuration;
import dev.herald.server.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code herald demo}. Confined to the main thread. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        header = "Runs a server to try things out on, and says what to try.",
        descriptionHeading = "%n",
        description = {
            "It listens on this machine only, and has an account ready: " + DemoCommand.EMAIL + " with the password "
                    + DemoCommand.PASSWORD + ". To start anew, delete its data folder.",
        },
        optionListHeading = "%nOptions:%n")
final class DemoCommand implements Callable<Integer> {
    static final String EMAIL = "user@example.com";
    static final String PASSWORD = "password123";

    /** Short, since people type it into curl. */
    private static final String USER_ID = "demo";

    private static final List<Source> PRESETS = List.of(
            Source.single("server.host", "127.0.0.1", "demo"),
            Source.single("logging.level", "warn", "demo"),
            // There is no load balancer to tell, and Ctrl-C should end it.
            Source.single("drain.notice", "0s", "demo"),
            Source.single("drain.spread", "0s", "demo"));

    private final Shell shell;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final DataFolder data = new DataFolder();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on (default 8000; 0 is any free one).")
    private @Nullable String port;

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<Source> flags = new ArrayList<>(data.flags());
        if (port != null) {
            flags.add(Source.single("server.port", port, "--port"));
        }
        Configuration configuration = options.forServer(shell.environment(), PRESETS, flags);
        Logging.configure(configuration.logLevel(), configuration.logFormat());
        RunningServer running = RunningServer.start(configuration.herald());
        HeraldServer server = running.server();
        String userId = addAccount(server.auth());
        shell.out().println(new DemoGuide(server.uri(), data.path(), userId).text());
        return running.untilStopped();
    }

    /** The demo account's user id; its password is what it was at first, also if someone has changed the words above. */
    private static String addAccount(Auth auth) {
        if (auth.accounts().add(EMAIL, PASSWORD, USER_ID) instanceof AddAccount.Added added) {
            return added.userId();
        }
        return auth.accounts().userId(EMAIL).orElse(USER_ID);
    }
}
