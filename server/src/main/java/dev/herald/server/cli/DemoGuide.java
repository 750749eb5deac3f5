package dev.herald.server.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to try next, as commands to paste. Immutable.
 *
 * @param dataDirectory where it was asked for; null for the default, which the commands find by themselves
 */
record DemoGuide(URI server, @Nullable Path dataDirectory, String userId) {
    private static final int PORT_DEFAULT = 8000;

    String text() {
        String herald = quoted(Shell.command());
        String url = server.toString().replaceFirst("/$", "");
        String urlOption = server.getPort() == PORT_DEFAULT ? "" : " --url " + url;
        String dataOption = dataDirectory == null
                ? ""
                : " --data-dir " + quoted(dataDirectory.toAbsolutePath().toString());
        return """
                Herald %s runs at %s - Ctrl-C stops it.

                1. In a second terminal: log in as the demo account, and watch what arrives.

                   echo %s | %s watch%s --email %s

                2. In a third: publish an event for that account.

                   %s publish%s%s --user %s --type greeting --data '{"text":"hello"}'

                Stop the watcher, publish more, and start it again with --last-event-id ID to have what it missed.

                The same with curl:

                   TOKEN=$(curl -s -H 'Content-Type: application/json' \\
                     -d '{"email":"%s","password":"%s"}' \\
                     %s/api/v1/auth/login/ | sed 's/.*"access":"\\([^"]*\\)".*/\\1/')
                   curl -N -H "Authorization: Bearer $TOKEN" %s/api/v1/auth/sse/notifications/

                   PUBLISHER=$(%s token%s --user backend --scope publish)
                   curl -H "Authorization: Bearer $PUBLISHER" -H 'Content-Type: application/json' \\
                     -d '{"user":"%s","type":"greeting","data":{"text":"hello"}}' %s/api/v1/events/

                In a browser: %s/api/v1/auth/sse/test/ (a stream without login), %s/metrics
                The account: %s, password %s, user id %s
                """.formatted(
                        HeraldCommand.Version.text(),
                        url,
                        DemoCommand.PASSWORD,
                        herald,
                        urlOption,
                        DemoCommand.EMAIL,
                        herald,
                        urlOption,
                        dataOption,
                        DemoCommand.EMAIL,
                        DemoCommand.EMAIL,
                        DemoCommand.PASSWORD,
                        url,
                        url,
                        herald,
                        dataOption,
                        userId,
                        url,
                        url,
                        url,
                        DemoCommand.EMAIL,
                        DemoCommand.PASSWORD,
                        userId);
    }

    /** For a POSIX shell. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9/._+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
