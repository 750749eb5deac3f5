package dev.herald.loadtest.gatling;

import dev.herald.auth.Accounts;
import dev.herald.auth.AddAccount;
import dev.herald.auth.DatabaseConfig;
import dev.herald.server.HeraldConfig;
import dev.herald.server.HeraldServer;
import dev.herald.server.net.NetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A server in this process, on a free port, with a database that goes with it. The load and the server share the
 * process's memory and cores, so this tells whether it works, not how fast. Thread-safe.
 */
final class StartedServer implements Target {
    private final Path folder;
    private final String tokenSecret = UUID.randomUUID().toString();
    private final HeraldServer server;
    private final List<Map<String, Object>> accounts;

    private StartedServer(Path folder, int accounts) {
        this.folder = folder;
        this.server = HeraldServer.start(HeraldConfig.defaults(tokenSecret)
                .with(NetConfig.defaults().listeningAt("127.0.0.1", 0))
                .with(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("herald.db"))));
        this.accounts = IntStream.range(0, accounts)
                .mapToObj(n -> account(server.auth().accounts(), "user" + n + "@example.com"))
                .toList();
    }

    /** Starts it with so many accounts, each of which costs a hash (about 70 ms). It ends with the process. */
    static StartedServer withAccounts(int accounts) {
        try {
            StartedServer started = new StartedServer(Files.createTempDirectory("herald-gatling"), accounts);
            // Not in a simulation's after(), which a run that crashes or is interrupted never comes to.
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "herald-gatling-close"));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI url() {
        return server.uri();
    }

    @Override
    public String tokenSecret() {
        return tokenSecret;
    }

    @Override
    public List<Map<String, Object>> accounts() {
        return accounts;
    }

    private void close() {
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> account(Accounts accounts, String email) {
        String password = UUID.randomUUID().toString();
        if (accounts.add(email, password) instanceof AddAccount.Added) {
            return Map.of("email", email, "password", password);
        }
        throw new IllegalStateException(email + " could not be added");
    }
}
