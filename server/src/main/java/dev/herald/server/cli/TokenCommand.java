package dev.herald.server.cli;

import dev.herald.auth.TokenIssuer;
import dev.herald.server.HeraldConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code herald token}. Confined to the main thread. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        header = "Prints an access token, signed with the server's secret.",
        descriptionHeading = "%n",
        description = {
            "For backends (`--scope publish`), and to try streams out. Whoever has the token is that user until it"
                    + " expires, so treat it like a password.%n",
            "With auth.single-device a token must belong to the account's latest login, so the token of an account"
                    + " that has logged in joins that login, and ends with it.",
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  TOKEN=$$(./herald token --user backend --scope publish --ttl 12h)")
final class TokenCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final DataFolder data = new DataFolder();

    @Option(
            names = "--user",
            required = true,
            paramLabel = "ID",
            description = "The user whom the token stands for: an id, or the address of an account.")
    private String user = "";

    @Option(
            names = "--scope",
            split = ",",
            paramLabel = "SCOPE",
            description = "What it may do besides opening streams: publish, admin.")
    private List<String> scopes = new ArrayList<>();

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "TOPIC",
            description = "Topics it may open besides the user's own; a * at the end stands for any rest.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long it is valid, such as 90s or 12h (default: auth.token-ttl).")
    private @Nullable Duration ttl;

    TokenCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Logging.off();
        HeraldConfig config =
                options.ofServer(shell.environment(), data.flags()).herald();
        NamedUser named = NamedUser.find(user, config, shell);
        Duration validFor = ttl == null ? config.auth().tokens().ttl() : ttl;
        shell.answer(issue(config, named, validFor));
        return ExitCode.OK;
    }

    private String issue(HeraldConfig config, NamedUser named, Duration validFor) {
        try {
            return new TokenIssuer(config.auth().tokens(), Clock.systemUTC())
                    .issue(named.userId(), named.jti(), new HashSet<>(scopes), topics, validFor);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
