package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import dev.herald.server.stream.OnLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One session an account, however logins and openings of streams race. */
class OneSessionIT {
    private static final int ROUNDS = 15;
    private static TestServer server;
    private static ExecutorService racers;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                Settings.all(Settings.perUser(1_000, OnLimit.REJECT), Settings.logins(1_000, Duration.ofMinutes(1))));
        racers = Executors.newFixedThreadPool(16);
    }

    @AfterAll
    static void stop() {
        racers.shutdownNow();
        server.close();
    }

    /** A stream whose session is checked before a login and counted after it must not escape the login's news. */
    @Test
    void noStreamOfAnOldSessionEscapesALogin() throws Exception {
        server.addAccount("race@example.com");
        String token = server.accessToken("race@example.com");
        for (int round = 0; round < ROUNDS; round++) {
            String old = token;
            List<Future<SseClient>> opening = new ArrayList<>();
            Future<String> login = racers.submit(() -> server.accessToken("race@example.com"));
            while (!login.isDone() && opening.size() < 60) { // openings before, during and after the login
                opening.add(racers.submit(() -> server.stream(old)));
                opening.get(opening.size() - 1).get();
            }
            token = login.get();
            for (int i = 0; i < 5; i++) {
                opening.add(racers.submit(() -> server.stream(old)));
            }
            try (SseClient current = server.stream(token)) {
                for (Future<SseClient> opened : opening) {
                    assertTold(opened.get());
                }
                assertThat(current.status()).isEqualTo(200);
                current.nextComment();
                assertThat(server.server().openStreams()).isEqualTo(1);
                assertThat(current.hasEnded()).isFalse();
            }
            awaitStreams(0);
        }
    }

    @Test
    void ofRacingLoginsExactlyOneIsCurrentAndAllOtherStreamsAreTold() throws Exception {
        server.addAccount("twins@example.com");
        for (int round = 0; round < ROUNDS; round++) {
            List<Callable<SseClient>> devices = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                devices.add(() -> server.stream(server.accessToken("twins@example.com")));
            }
            List<SseClient> streams = new ArrayList<>();
            for (Future<SseClient> device : racers.invokeAll(devices)) {
                streams.add(device.get());
            }
            List<SseClient> open = new ArrayList<>();
            for (SseClient stream : streams) {
                if (!isTold(stream)) {
                    open.add(stream);
                }
            }
            assertThat(open).hasSize(1);
            awaitStreams(1);
            streams.forEach(SseClient::close);
            awaitStreams(0);
        }
    }

    /** The news of every login is in the log before the probe, so a stream that has the probe first was not told. */
    private static boolean isTold(SseClient stream) {
        if (stream.status() == 401) {
            assertThat(stream.next().data()).isEqualTo("{\"error\": \"Session superseded\"}");
            return true;
        }
        server.published("{\"broadcast\":true,\"type\":\"PROBE\"}");
        String first = stream.next().data();
        if (first.contains("PROBE")) {
            return false;
        }
        assertThat(first).contains("\"type\":\"FORCE_LOGOUT\"");
        assertThat(stream.awaitEnd()).isTrue();
        return true;
    }

    private static void assertTold(SseClient stream) {
        try (stream) {
            if (stream.status() == 401) {
                assertThat(stream.next().data()).isEqualTo("{\"error\": \"Session superseded\"}");
            } else {
                assertThat(stream.status()).isEqualTo(200);
                assertThat(stream.next().data()).contains("\"type\":\"FORCE_LOGOUT\"");
                assertThat(stream.awaitEnd()).isTrue();
            }
        }
    }

    private static void awaitStreams(int count) {
        Awaitility.await().until(() -> server.server().openStreams() == count);
    }
}
