package dev.herald.server;

import dev.herald.auth.AddAccount;
import dev.herald.auth.AuthConfig;
import dev.herald.auth.DatabaseConfig;
import dev.herald.auth.HmacSecret;
import dev.herald.auth.TokenConfig;
import dev.herald.auth.TokenIssuer;
import dev.herald.server.net.NetConfig;
import dev.herald.server.stream.Peek;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A real server on a free port with a database of its own, and what tests need to talk to it. Thread-safe. */
public final class TestServer implements AutoCloseable {
    /** Two event loops, whatever the machine has: what crosses from one to the other is to be tested. */
    public static final NetConfig NET = Altered.from(NetConfig.defaults().listeningAt("127.0.0.1", 0))
            .with(NetConfig::eventLoops, 2)
            .record();

    public static final String SECRET = "a secret of the tests, long enough for HS256";
    public static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final long THREAD_END_MILLIS = 5_000;

    private final TestFolder folder;
    private final HeraldServer server;
    private final TokenIssuer issuer;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestServer(TestFolder folder, HeraldConfig config) {
        this.folder = folder;
        this.server = HeraldServer.start(config);
        RUNNING.incrementAndGet();
        this.issuer = new TokenIssuer(config.auth().tokens(), Clock.systemUTC());
    }

    public static TestServer start() {
        return start(UnaryOperator.identity());
    }

    /** Starts with the test's changes to the defaults. */
    public static TestServer start(UnaryOperator<HeraldConfig> change) {
        TestFolder folder = TestFolder.create();
        try {
            return new TestServer(folder, change.apply(config(folder)));
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private static HeraldConfig config(TestFolder folder) {
        return HeraldConfig.defaults(SECRET).with(NET).with(DatabaseConfig.of(folder.sqliteUrl()));
    }

    public HeraldServer server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    public URI uri(String path) {
        return server.uri().resolve(path);
    }

    /** A token as a backend would sign it, for an hour, with a session of its own. */
    public String token(String userId, String... topics) {
        return issuer.issue(userId, UUID.randomUUID().toString(), Set.of(), List.of(topics), Duration.ofHours(1));
    }

    public String token(String userId, String jti, Duration ttl) {
        return issuer.issue(userId, jti, Set.of(), List.of(), ttl);
    }

    /** A token with these scopes and no rights to topics. */
    public String scoped(String... scopes) {
        return issuer.issue("backend", UUID.randomUUID().toString(), Set.of(scopes), List.of(), Duration.ofHours(1));
    }

    /** Adds an account with {@link #PASSWORD}; its user id. */
    public String addAccount(String email) {
        AddAccount added = server.auth().accounts().add(email, PASSWORD);
        if (added instanceof AddAccount.Added account) {
            return account.userId();
        }
        throw new IllegalStateException(added.toString());
    }

    public HttpResponse<String> login(String email, String password) {
        return post("/api/v1/auth/login/", null, "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    /** Logs in with {@link #PASSWORD}; the access token. */
    public String accessToken(String email) {
        HttpResponse<String> response = login(email, PASSWORD);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return response.body().replaceFirst(".*\"access\":\"([^\"]+)\".*", "$1");
    }

    /** Publishes to one user and returns the event's id. */
    public String publish(String userId, String type, String data) {
        return published("{\"user\":\"" + userId + "\",\"type\":\"" + type + "\",\"data\":" + data + "}");
    }

    /** Publishes this body, which must be accepted, and returns the event's id. */
    public String published(String body) {
        HttpResponse<String> response = post("/api/v1/events/", scoped("publish"), body);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return response.body().replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
    }

    public HttpResponse<String> post(String path, String token, String body) {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> get(String path, String token) {
        return send(request(path, token).GET());
    }

    public HttpResponse<String> delete(String path, String token) {
        return send(request(path, token).DELETE());
    }

    public HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a stream with the token in the header. */
    public SseClient stream(String token, String... headers) {
        return SseClient.open(port(), "/api/v1/auth/sse/notifications/", withBearer(token, headers));
    }

    private static String[] withBearer(String token, String... headers) {
        return Stream.concat(Stream.of("Authorization: Bearer " + token), Stream.of(headers))
                .toArray(String[]::new);
    }

    /** Sums a counter over all its labels, as a scrape shows it. */
    public double metric(String name) {
        return get("/metrics", null)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Topics that any event loop has streams of, broadcast included. */
    public int topicsInHub() {
        return server.hub().loops().stream()
                .mapToInt(loop -> loop.topics().awaitUninterruptibly().getNow())
                .sum();
    }

    /** Bytes that wait in memory for each of the user's streams. */
    public List<Long> pendingBytes(String userId) {
        return Peek.pendingBytes(server.streams(), userId);
    }

    /** Requests that have begun to arrive and have no answer yet. */
    public long requestsUnderWay() {
        return server.requests().count();
    }

    /** Stops the server and asserts that it leaves no stream and, if it was the last one running, no thread. */
    @Override
    public void close() {
        try {
            server.close();
            assertNothingIsLeft();
        } finally {
            folder.close();
        }
    }

    private void assertNothingIsLeft() {
        if (RUNNING.decrementAndGet() == 0) {
            assertNoThreads();
        }
        if (server.openStreams() != 0) {
            throw new AssertionError(server.openStreams() + " streams are left");
        }
        if (requestsUnderWay() != 0) {
            throw new AssertionError(requestsUnderWay() + " requests are left");
        }
    }

    private static void assertNoThreads() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("herald-")) {
                awaitEnd(thread);
            }
        }
    }

    /** Its work is done, but the thread itself may need a moment to end. */
    private static void awaitEnd(Thread thread) {
        try {
            thread.join(THREAD_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("a thread is left: " + thread.getName());
        }
    }

    /** The defaults with other token settings, for tests of expiry and the like. */
    public static AuthConfig auth(Duration tokenTtl) {
        return AuthConfig.defaults(new TokenConfig(List.of(HmacSecret.ofText(SECRET)), List.of(), tokenTtl));
    }
}
