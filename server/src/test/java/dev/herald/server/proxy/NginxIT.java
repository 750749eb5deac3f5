package dev.herald.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.program.NeedsProgram;
import dev.herald.server.program.RunningHerald;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server behind nginx as docs/DEPLOYMENT.md says, over TLS and HTTP/2. */
@NeedsProgram(value = "nginx", debianPackage = "nginx")
class NginxIT {
    private static final String STREAM = "/api/v1/auth/sse/notifications/";

    /** So that nothing but the event itself pushes it through the proxy. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static Certificate certificate;

    @TempDir
    private Path folder;

    private RunningHerald herald;
    private Nginx nginx;
    private HttpClient client;

    @BeforeAll
    static void createCertificate(@TempDir Path folder) throws Exception {
        certificate = Certificate.create(folder);
    }

    @BeforeEach
    void start() throws Exception {
        start(NEVER);
    }

    private void start(Duration heartbeat) throws Exception {
        herald = RunningHerald.start(List.of(Settings.heartbeat(heartbeat), Settings.trustedProxies("127.0.0.1")));
        nginx = Nginx.start(folder, certificate, herald.port());
        client = HttpClient.newBuilder().sslContext(certificate.trust()).build();
    }

    @AfterEach
    void stop() {
        nginx.close();
        herald.close();
    }

    @Test
    void passesEachEventOnBeforeTheNext() throws Exception {
        String token = herald.logIn();
        try (OpenedStream stream = open(token, "")) {
            assertThat(stream.response().version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(stream.response().headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(stream.next(":"))
                    .as("the first comment, before any event")
                    .isNotNull();

            for (int n = 0; n < 20; n++) {
                herald.publish("n" + n, "1");
                stream.next("data: {\"type\":\"n" + n + "\"");
            }
        }
    }

    @Test
    void resumes() throws Exception {
        String token = herald.logIn();
        String last;
        try (OpenedStream stream = open(token, "")) {
            last = herald.publish("seen", "0");
            stream.next("data: {\"type\":\"seen\"");
        }
        for (int n = 0; n < 3; n++) {
            herald.publish("missed" + n, "1");
        }
        try (OpenedStream stream = open(token, last)) {
            List<String> data = List.of(
                    stream.next("data: {\"type\""), stream.next("data: {\"type\""), stream.next("data: {\"type\""));
            assertThat(data).allMatch(line -> line.contains("missed")).isSorted();
        }
    }

    @Test
    void quietStreamsCarryHeartbeats() throws Exception {
        stop();
        start(Duration.ofSeconds(1));
        try (OpenedStream stream = open(herald.logIn(), "")) {
            stream.next("event: heartbeat");
            stream.next("event: heartbeat");
        }
    }

    @Test
    void aClientThatGoesIsNoticedBehindIt() throws Exception {
        String token = herald.logIn();
        try (OpenedStream stream = open(token, "")) {
            stream.next(":");
            assertThat(herald.addresses()).hasSize(1);
        }
        Awaitility.await().until(() -> herald.addresses().isEmpty());
    }

    @Test
    void theClientsAddressIsSeenAndNotItsClaim() throws Exception {
        String token = herald.logIn();
        InetAddress server = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress device = InetAddress.getByAddress(new byte[] {127, 0, 0, 5});
        try (Socket plain = new Socket(server, nginx.port(), device, 0);
                Socket socket =
                        certificate.trust().getSocketFactory().createSocket(plain, "localhost", nginx.port(), true)) {
            String request = "GET " + STREAM + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 6.6.6.6\r\n"
                    + "Authorization: Bearer " + token + "\r\n\r\n";
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> !herald.addresses().isEmpty());
            assertThat(herald.addresses()).containsExactly("127.0.0.5");
        }
    }

    @Test
    void aPageOfTheSameOriginMayLogIn() throws Exception {
        HttpRequest login = HttpRequest.newBuilder(nginx.uri().resolve("/api/v1/auth/login/"))
                .header("Origin", nginx.uri().toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"email\": \"%s\", \"password\": \"%s\"}"
                        .formatted(RunningHerald.EMAIL, RunningHerald.PASSWORD)))
                .build();
        HttpResponse<String> response = client.send(login, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("set-cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).startsWith("herald_session="));
    }

    @Test
    void theAccessLogHasNoToken() throws Exception {
        String token = herald.logIn();
        URI uri = nginx.uri().resolve(STREAM + "?token=" + token);
        try (OpenedStream stream =
                OpenedStream.of(client, HttpRequest.newBuilder(uri).build())) {
            stream.next(":");
        }
        Awaitility.await().until(() -> nginx.accessLog().contains(STREAM));
        assertThat(nginx.accessLog()).doesNotContain("token").doesNotContain(token);
    }

    @Test
    void browsersAreToldToComeBackWhileTheServerIsAway() throws Exception {
        String token = herald.logIn();
        herald.server().server().close();

        HttpRequest request = HttpRequest.newBuilder(nginx.uri().resolve(STREAM))
                .header("Authorization", "Bearer " + token)
                .header("Origin", "https://app.example.com")
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("https://app.example.com");
        assertThat(response.body()).matches("retry: [2468]000\n\n");

        HttpRequest other = HttpRequest.newBuilder(nginx.uri().resolve("/api/v1/auth/login/"))
                .build();
        assertThat(client.send(other, HttpResponse.BodyHandlers.discarding()).statusCode())
                .as("a backend that publishes must see the failure")
                .isEqualTo(502);
    }

    private OpenedStream open(String token, String lastEventId) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(nginx.uri().resolve(STREAM)).header("Authorization", "Bearer " + token);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return OpenedStream.of(client, request.build());
    }
}
