package dev.herald.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.SseClient;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server as a process, and what SIGTERM does to it. */
@Timeout(120)
class StopSignalsIT {
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    Path folder;

    @Test
    void theFirstDrainsAndTheProcessEnds() {
        try (CliProcess serve = serve("drain.notice=300ms", "drain.spread=500ms")) {
            try (SseClient stream = stream(serve)) {
                stream.nextComment();
                long began = System.nanoTime();
                CliProcess.Ended ended = serve.terminate().awaitEnd();
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(800));
                assertThat(ended.exitCode()).isEqualTo(ENDED_BY_SIGTERM);
                assertThat(ended.err())
                        .filteredOn(line -> line.contains("msg=\"draining\" streams=1"))
                        .hasSize(1);
                assertThat(ended.err())
                        .filteredOn(line -> line.contains("msg=\"stopped\""))
                        .hasSize(1);
                assertThat(stream.awaitEnd()).isTrue();
                assertThat(stream.retryMillis()).isBetween(500L, 4_999L);
            }
        }
    }

    @Test
    void theSecondEndsAtOnce() {
        try (CliProcess serve = serve("drain.notice=10m", "drain.spread=10m")) {
            try (SseClient stream = stream(serve)) {
                stream.nextComment();
                serve.terminate().awaitErr(line -> line.contains("msg=\"draining\""));
                assertThat(stream.hasEnded()).isFalse();
                // The first one, sent twice, does not count; a user who is tired of waiting tries again.
                Awaitility.await().until(() -> !serve.terminate().isAlive());
                CliProcess.Ended ended = serve.awaitEnd();
                assertThat(ended.exitCode()).isEqualTo(ENDED_BY_SIGTERM);
                assertThat(ended.err()).noneMatch(line -> line.contains("msg=\"stopped\""));
                assertThat(stream.awaitEnd()).isFalse(); // cut
            }
        }
    }

    private CliProcess serve(String... settings) {
        return CliProcess.start(
                folder, "", "serve", "--host", "127.0.0.1", "--port", "0", "--set", settings[0], "--set", settings[1]);
    }

    private SseClient stream(CliProcess serve) {
        int port = Integer.parseInt(
                serve.awaitOut(line -> line.contains("listens at")).replaceFirst(".*:", ""));
        String data = folder.resolve("herald-data").toString();
        String token =
                CliRun.of("token", "--data-dir", data, "--user", "ann").out().strip();
        return SseClient.open(port, "/api/v1/auth/sse/notifications/", "Authorization: Bearer " + token);
    }
}
