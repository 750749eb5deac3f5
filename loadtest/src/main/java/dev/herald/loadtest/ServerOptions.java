package dev.herald.loadtest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The server, and the secret that signs its tokens. Confined to the main thread. */
@Command(optionListHeading = "%nServer:%n")
final class ServerOptions {
    @Option(names = "--url", paramLabel = "URL", description = "The server. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:8000");

    @Option(
            names = "--secret",
            paramLabel = "TEXT",
            description = "Signs the tokens with HS256: the server's auth.token-secret. Without it, no tokens are sent")
    private @Nullable String secret;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "The same, read from a file: what is typed here shows in the list of processes")
    private @Nullable Path secretFile;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            split = ",",
            description = "The server's processes on this machine, to see their CPU and memory")
    private List<Long> pids = new ArrayList<>();

    InetSocketAddress address() {
        WrongUsage.unless(
                "http".equals(url.getScheme()) && url.getHost() != null, "--url must be like http://127.0.0.1:8000");
        WrongUsage.unless(
                List.of("", "/").contains(url.getPath()),
                "--url is without a path: " + url.getPath() + " belongs to --subscribe-path and --publish-path");
        InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
        WrongUsage.unless(!address.isUnresolved(), "--url: there is no host " + url.getHost());
        return address;
    }

    /** Host and port as they were typed, for the Host header. */
    String authority() {
        return url.getAuthority();
    }

    /** The secret, read anew from its file; null if there is none, and no tokens are sent. */
    @Nullable
    String secret() {
        return secret != null || secretFile == null ? secret : read(secretFile);
    }

    List<Long> pids() {
        for (long pid : pids) {
            WrongUsage.unless(ProcessHandle.of(pid).isPresent(), "--pid " + pid + ": there is no such process");
        }
        return pids;
    }

    private static String read(Path file) {
        try {
            String secret = Files.readString(file).strip(); // as the server reads its own
            WrongUsage.unless(!secret.isEmpty(), "--secret-file " + file + " is empty");
            return secret;
        } catch (IOException e) {
            throw new WrongUsage("--secret-file " + file + " cannot be read: " + e);
        }
    }
}
