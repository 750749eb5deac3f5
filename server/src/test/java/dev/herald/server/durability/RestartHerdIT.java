package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.server.FreePort;
import dev.herald.server.TestServer;
import dev.herald.server.cli.CliProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The server, a process of its own, is restarted while streams are open and events are published: every stream comes
 * back and has each event once. More of them: {@code -Dherald.restart.streams=19000}, with 20,000 files allowed to be
 * open for either process.
 */
@Timeout(600)
class RestartHerdIT {
    private static final int STREAMS = Integer.getInteger("herald.restart.streams", 300);
    private static final int DELIVERIES_PER_SECOND = 20_000;
    private static final int PHASE_EVENTS = 10;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    enum End {
        DRAINED {
            @Override
            void of(CliProcess server) {
                server.terminate().awaitEnd();
            }
        },
        KILLED {
            @Override
            void of(CliProcess server) {
                server.close();
            }
        };

        abstract void of(CliProcess server);
    }

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private volatile int published;
    private volatile boolean enough;

    @ParameterizedTest
    @EnumSource
    void everyStreamIsBackAndHasEachEventOnce(End end) throws Exception {
        int port = FreePort.any();
        Thread publisher = new Thread(() -> publish(port), "publisher");
        CliProcess server = start(port);
        try (ReturningCrowd crowd = new ReturningCrowd(port, STREAMS)) {
            await().atMost(DEADLINE).until(() -> crowd.open() == STREAMS);
            publisher.start();
            awaitPublished(PHASE_EVENTS);
            long began = System.nanoTime();
            end.of(server);
            double stopped = seconds(began);
            server = start(port);
            double started = seconds(began);
            await().atMost(DEADLINE).until(() -> crowd.open() == STREAMS);
            double back = seconds(began);
            awaitPublished(published + PHASE_EVENTS);
            enough = true;
            publisher.join();
            await().atMost(DEADLINE).until(() -> crowd.received() >= (long) STREAMS * published);
            System.out.printf(
                    "%,d streams, %s: ended after %.1f s, started after %.1f s, all back after %.1f s, told to come"
                            + " later %,d times; %d events each%n",
                    STREAMS, end, stopped, started, back, crowd.turnedAway(), published);
            assertThat(crowd.opened()).isGreaterThanOrEqualTo(2 * STREAMS);
            assertThat(crowd.faults()).isEmpty();
            assertThat(crowd.received()).isEqualTo((long) STREAMS * published);
        } finally {
            enough = true;
            server.close();
            publisher.join();
        }
    }

    private CliProcess start(int port) {
        CliProcess server = CliProcess.start(
                folder,
                "",
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                "" + port,
                "--set",
                "auth.token-secret=" + TestServer.SECRET,
                "--set",
                "drain.notice=500ms");
        server.awaitOut(line -> line.contains("listens at"));
        return server;
    }

    private void awaitPublished(int count) {
        await().atMost(DEADLINE).until(() -> published >= count);
    }

    /** Broadcasts numbers, each again until it is acknowledged; its key keeps it from being there twice. */
    private void publish(int port) {
        long pauseNanos = Math.max(20_000_000L, 1_000_000_000L * STREAMS / DELIVERIES_PER_SECOND);
        for (int number = 0; !enough; number = published) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/events/"))
                    .header("Authorization", "Bearer " + Nodes.publisherToken())
                    .header("Idempotency-Key", "number-" + number)
                    .timeout(Duration.ofSeconds(20))
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"broadcast\":true,\"type\":\"T\",\"data\":" + number + "}"))
                    .build();
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    published = number + 1;
                }
            } catch (IOException e) {
                // the server is away: again, with the same key
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
