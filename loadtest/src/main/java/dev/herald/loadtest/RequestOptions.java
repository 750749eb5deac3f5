package dev.herald.loadtest;

import dev.herald.loadtest.load.TargetKind;
import dev.herald.loadtest.wire.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The requests, where they are not Herald's. Confined to the main thread. */
@Command(optionListHeading = "%nRequests, for servers other than Herald:%n")
final class RequestOptions {
    private static final String SUBSCRIBE_PATH = "/api/v1/auth/sse/notifications/";

    private static final Pattern CREDENTIALS_HEADER = Pattern.compile(
            "((?:--header=)?(?:proxy-)?(?:authorization|cookie|x-[a-z-]*(?:key|token))\\s*:\\s*)(.*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TOKEN_PARAMETER = Pattern.compile("([?&][a-z_]*token=)(?!\\{token})[^&#]+");

    @Option(names = "--subscribe-path", paramLabel = "PATH", description = "Template. Default: Herald's")
    private @Nullable String subscribePath;

    @Option(names = "--publish-path", paramLabel = "PATH", description = "Template. Default: Herald's")
    private String publishPath = "/api/v1/events/";

    @Option(
            names = "--header",
            paramLabel = "LINE",
            description = "Template of a header for all requests, instead of Authorization: Bearer {token}; repeatable")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--content-type", paramLabel = "TYPE", description = "Of the body. Default: ${DEFAULT-VALUE}")
    private String contentType = "application/json";

    @Option(names = "--body", paramLabel = "TEXT", description = "Template of a publish. Default: Herald's")
    private @Nullable String body;

    /**
     * The templates of the requests.
     *
     * @param host for the Host header
     * @param secret signs the tokens; null if none are sent
     */
    Requests requests(String host, TargetKind target, @Nullable String secret) {
        List<String> lines = headers.isEmpty() && secret != null ? List.of("Authorization: Bearer {token}") : headers;
        String path = subscribePath != null ? subscribePath : heraldPath(target);
        return new Requests(host, path, publishPath, lines, contentType, body != null ? body : heraldBody(target));
    }

    /** An argument as it may be shown: no header's value but a template of the tool's own token, and no token in a path. */
    static String withoutCredentials(String argument) {
        Matcher header = CREDENTIALS_HEADER.matcher(argument);
        return header.matches() && !header.group(2).contains("{token}")
                ? header.group(1) + "***"
                : TOKEN_PARAMETER.matcher(argument).replaceAll("$1***");
    }

    private static String heraldPath(TargetKind target) {
        return target == TargetKind.TOPIC ? SUBSCRIBE_PATH + "?topic={topic}" : SUBSCRIBE_PATH;
    }

    private static String heraldBody(TargetKind target) {
        String address = switch (target) {
            case USER -> "\"user\":\"{user}\"";
            case TOPIC -> "\"topic\":\"{topic}\"";
            case BROADCAST -> "\"broadcast\":true";
        };
        return "{" + address + ",\"type\":\"load\",\"data\":\"{payload}\"}";
    }
}
