package dev.herald.server.cli;

import dev.herald.server.config.ConfigReference;
import dev.herald.server.config.Configuration;
import dev.herald.server.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald serve}. Confined to the main thread. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        header = "Runs the server, until SIGTERM or Ctrl-C; a second one ends it at once.",
        descriptionHeading = "%n",
        description = {
            "Settings come from, the strongest last: the defaults; the file of --config; the environment, where"
                    + " stream.heartbeat is HERALD_STREAM_HEARTBEAT; the flags. Whatever is wrong with them is reported"
                    + " at once, with where it was written.",
        },
        optionListHeading = "%nOptions:%n",
        footerHeading =
                "%nKeys and their defaults (durations as 500ms 30s 24h, sizes as 64KB 1MB, lists with commas):%n%n")
final class ServeCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final DataFolder data = new DataFolder();

    @Option(names = "--host", paramLabel = "HOST", description = "The same as --set server.host=HOST.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The same as --set server.port=PORT; 0 is any free one.")
    private @Nullable String port;

    ServeCommand(Shell shell) {
        this.shell = shell;
    }

    @Spec
    void describeKeys(CommandSpec spec) {
        spec.usageMessage()
                .footer(ConfigReference.terminalLines().stream()
                        .map(line -> line.replace("%", "%%").replace("@|", "@ |"))
                        .toArray(String[]::new));
    }

    @Override
    public Integer call() {
        Configuration configuration = options.forServer(shell.environment(), List.of(), flags());
        Logging.configure(configuration.logLevel(), configuration.logFormat());
        warnOfSecret(configuration);
        RunningServer running = RunningServer.start(configuration.herald());
        shell.out()
                .println("Herald " + HeraldCommand.Version.text() + " listens at "
                        + running.server().uri());
        return running.untilStopped();
    }

    /** A database that nodes can share is a sign that there may be several. */
    private void warnOfSecret(Configuration configuration) {
        if (configuration.tokenSecret() == Configuration.SecretOrigin.DATA_FOLDER
                && configuration.herald().database().url().startsWith("jdbc:postgresql:")) {
            shell.note("auth.token-secret is not set, so this node has made one of its own in "
                    + configuration.dataDirectory()
                    + "; with several nodes set the same on all, or each refuses the others' tokens");
        }
    }

    private List<Source> flags() {
        List<Source> flags = new ArrayList<>(data.flags());
        if (host != null) {
            flags.add(Source.single("server.host", host, "--host"));
        }
        if (port != null) {
            flags.add(Source.single("server.port", port, "--port"));
        }
        return flags;
    }
}
