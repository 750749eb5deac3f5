package dev.herald.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.herald.auth.TokenIssuer;
import dev.herald.protocol.Text;
import dev.herald.server.HeraldConfig;
import dev.herald.server.cli.client.BaseUrl;
import dev.herald.server.cli.client.HttpApi;
import dev.herald.server.cli.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code herald publish}. Confined to the main thread. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        header = "Publishes one event, and prints its id once it is in the log.",
        descriptionHeading = "%n",
        description =
                "Signs itself a token with the server's secret, found as `herald token` finds it, unless --token gives one.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  ./herald publish --user 42 --type greeting --data '{\"text\":\"hello\"}'")
final class PublishCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/events/";
    private static final String STANDARD_INPUT = TokenInput.STANDARD_INPUT;
    private static final Duration TOKEN_TTL = Duration.ofMinutes(1);
    /** As much as any server's bound for an event may be. */
    private static final int INPUT_BYTES_MAX = 16 * 1024 * 1024;

    private final Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    // Not the DataFolder of other commands, whose short name is --data: that is the event here.
    @Option(names = "--data-dir", paramLabel = "DIR", description = "The server's data folder (default herald-data).")
    private @Nullable Path dataDirectory;

    @ArgGroup(multiplicity = "1")
    private Recipient recipient = new Recipient();

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "What kind of event it is.")
    private String type = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "JSON",
            description = "What the event says, any JSON; - reads it from standard input.")
    private String data = "";

    @Option(names = "--event", paramLabel = "NAME", description = "The SSE event name (default message).")
    private @Nullable String event;

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = BaseUrlConverter.class,
            description = "Where the server is (default: as configured, " + BaseUrl.DEFAULT + ").")
    private @Nullable BaseUrl url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            converter = AccessTokenConverter.class,
            description = "A token with the scope publish" + TokenInput.HELP)
    private @Nullable String token;

    /** Whom it is for: exactly one of these. */
    static final class Recipient {
        @Option(names = "--user", paramLabel = "ID", description = "For a user: an id, or the address of an account.")
        private @Nullable String user;

        @Option(names = "--topic", paramLabel = "TOPIC", description = "For the streams that carry this topic.")
        private @Nullable String topic;

        @Option(names = "--broadcast", description = "For every stream.")
        private boolean broadcast;
    }

    PublishCommand(Shell shell) {
        this.shell = shell;
    }

    /** How to reach the server, and as whom. */
    private record Access(BaseUrl server, String token, UnaryOperator<String> userId) {}

    @Override
    public Integer call() throws InterruptedException {
        Logging.off();
        if (data.equals(STANDARD_INPUT) && STANDARD_INPUT.equals(token)) {
            throw usage("only one of --data and --token can be read from standard input");
        }
        String json = readData();
        Access access = token == null ? bySecret() : byToken(new TokenInput(shell).token(token));
        HttpApi.Answer answer = new HttpApi(access.server()).post(PATH, body(json, access), access.token());
        if (answer.status() != 200) {
            throw new CommandFailure("the event was refused: " + answer.problem() + advice(answer.status()));
        }
        shell.answer(answer.body().path("id").asText());
        return ExitCode.OK;
    }

    private Access byToken(String given) {
        return new Access(url == null ? new BaseUrl(BaseUrl.DEFAULT) : url, given, user -> user);
    }

    private Access bySecret() {
        HeraldConfig config = options.ofServer(shell.environment(), DataFolder.flags(dataDirectory))
                .herald();
        String signed = new TokenIssuer(config.auth().tokens(), Clock.systemUTC())
                .issue("herald-publish", UUID.randomUUID().toString(), Set.of("publish"), List.of(), TOKEN_TTL);
        return new Access(
                url == null ? BaseUrl.of(config.net()) : url, signed, user -> NamedUser.findId(user, config, shell));
    }

    private String body(String json, Access access) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (recipient.user != null) {
            body.put("user", access.userId().apply(recipient.user));
        }
        if (recipient.topic != null) {
            body.put("topic", recipient.topic);
        }
        if (recipient.broadcast) {
            body.put("broadcast", true);
        }
        body.put("type", type);
        if (event != null) {
            body.put("event", event);
        }
        // As it was typed: numbers keep their spelling.
        body.putRawValue("data", new RawValue(json));
        return body.toString();
    }

    private String readData() {
        String json = data.equals(STANDARD_INPUT) ? standardInput() : data;
        try {
            if (!Json.read(json).isMissingNode()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // Said below, with what is allowed.
        }
        throw usage("--data " + Text.quoted(json) + " is not JSON; a text needs double quotes inside the shell's, as in"
                + " --data '\"hello\"'");
    }

    private String standardInput() {
        try {
            byte[] bytes = shell.in().readNBytes(INPUT_BYTES_MAX + 1);
            if (bytes.length > INPUT_BYTES_MAX) {
                throw new CommandFailure("standard input is longer than " + INPUT_BYTES_MAX + " bytes");
            }
            // A new decoder reports what is wrong; String would publish something else in its place.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CommandFailure("standard input is not UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line: " + message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    private static String advice(int status) {
        return switch (status) {
            case 401 -> "; the token is refused: sign it with the secret of that very server (--data-dir or --config)";
            case 413 -> "; event.max-bytes is the server's bound";
            case 503 -> "; try again in a moment";
            default -> "";
        };
    }
}
