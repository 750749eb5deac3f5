package dev.herald.server.cli;

import dev.herald.server.cli.client.BaseUrl;
import dev.herald.server.cli.client.HttpApi;
import dev.herald.server.cli.client.JsonLines;
import dev.herald.server.cli.client.LoginToken;
import dev.herald.server.cli.client.StreamEnd;
import dev.herald.server.cli.client.StreamRequest;
import dev.herald.server.cli.client.TextLines;
import dev.herald.server.cli.client.TokenSource;
import dev.herald.server.cli.client.Watch;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code herald watch}. Confined to the main thread. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        header = "Shows a user's events as they come, a line each.",
        descriptionHeading = "%n",
        description = {
            "Logs in with --email (the password is asked for, or is the first line of standard input), or takes a"
                    + " --token. Goes on where it was when the connection is cut, so nothing is missed.%n",
            "A line is the time, the event's id, its name, its type and its data. News of the connection goes to"
                    + " standard error. It ends with Ctrl-C, and with exit code 1 when the server ends the session.",
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./herald watch --email user@example.com",
            "  ./herald token --user 42 --topics news |",
            "      ./herald watch --token - --topic news --json | jq .data",
        })
final class WatchCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = BaseUrlConverter.class,
            description = "Where the server is (default " + BaseUrl.DEFAULT + ").")
    private BaseUrl url = new BaseUrl(BaseUrl.DEFAULT);

    @ArgGroup(multiplicity = "1")
    private Identity identity = new Identity();

    @Option(
            names = "--last-event-id",
            paramLabel = "ID",
            converter = EventIdConverter.class,
            description = "Begin with what came after this event.")
    private String lastEventId = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "A topic to watch besides the user's own, as often as needed; the token must allow it.")
    private List<String> topics = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object a line, for pipes: time, id, event, data.")
    private boolean json;

    @Option(
            names = "--silence",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Silence after which the connection counts as dead: 2.5 heartbeats (default 75s).")
    private Duration silence = Duration.ofSeconds(75);

    /** Whose stream it is: one of these. */
    static final class Identity {
        @Option(names = "--email", paramLabel = "EMAIL", description = "The account to log in with.")
        private @Nullable String email;

        @Option(
                names = "--token",
                paramLabel = "TOKEN",
                converter = AccessTokenConverter.class,
                description = "An access token" + TokenInput.HELP)
        private @Nullable String token;
    }

    WatchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.off();
        HttpApi api = new HttpApi(url);
        StreamRequest request = new StreamRequest(topics, lastEventId, silence);
        StreamEnd end = new Watch(
                        api,
                        tokens(api),
                        request,
                        json ? new JsonLines() : new TextLines(ZoneId.systemDefault()),
                        shell.out(),
                        shell::note)
                .run();
        if (end instanceof StreamEnd.Final reason) {
            throw new CommandFailure(reason.message());
        }
        return ExitCode.OK;
    }

    private TokenSource tokens(HttpApi api) throws InterruptedException {
        if (identity.email != null) {
            return LoginToken.login(api, identity.email, new PasswordInput(shell).password(identity.email));
        }
        String token = new TokenInput(shell).token(String.valueOf(identity.token));
        return () -> token;
    }
}
