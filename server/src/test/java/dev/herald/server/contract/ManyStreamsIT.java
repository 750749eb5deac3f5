package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.TokenConfig;
import dev.herald.auth.TokenIssuer;
import dev.herald.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of streams in one process with the default heap: 2,000, or 10,000 with {@code -Dherald.long=true}. It shows
 * that they work, and prints roughly what they cost; it proves no number.
 */
class ManyStreamsIT {
    private static final int STREAMS = Boolean.getBoolean("herald.long") ? 10_000 : 2_000;
    private static final int EVENTS = 5;
    private static final long HEAP_PER_STREAM_MAX = 16 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void allReceiveABroadcast() {
        TokenIssuer issuer = new TokenIssuer(TokenConfig.ofSecret(TestServer.SECRET), Clock.systemUTC());
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            tokens.add(issuer.issue("user-" + i, "session-" + i, Set.of(), List.of(), Duration.ofHours(1)));
        }
        String publisher = issuer.issue("backend", "b", Set.of("publish"), List.of(), Duration.ofHours(1));
        try (ServerProcess server = ServerProcess.start(folder)) {
            publish(server, publisher);
            long heapBefore = server.heapBytes();
            try (Crowd crowd = new Crowd()) {
                long start = System.nanoTime();
                crowd.open(server.port(), tokens, LIMIT);
                long opened = System.nanoTime();
                assertThat(server.streams()).isEqualTo(STREAMS);
                for (int i = 0; i < EVENTS; i++) {
                    publish(server, publisher);
                }
                crowd.awaitEvents(EVENTS, LIMIT);
                long received = System.nanoTime();
                long heapPerStream = (server.heapBytes() - heapBefore) / STREAMS;
                System.out.printf(
                        "%d streams: opened in %d ms, %d broadcasts received by all in %d ms, %d bytes of heap each%n",
                        STREAMS,
                        Duration.ofNanos(opened - start).toMillis(),
                        EVENTS,
                        Duration.ofNanos(received - opened).toMillis(),
                        heapPerStream);
                assertThat(heapPerStream).isLessThan(HEAP_PER_STREAM_MAX);
            }
            Awaitility.await().atMost(LIMIT).until(() -> server.streams() == 0);
        }
    }

    private static void publish(ServerProcess server, String publisher) {
        String body = "{\"broadcast\":true,\"type\":\"T\",\"data\":1}";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            socket.getOutputStream()
                    .write(RawClient.request("POST", "/api/v1/events/", body, "Authorization: Bearer " + publisher)
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 200 OK");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
