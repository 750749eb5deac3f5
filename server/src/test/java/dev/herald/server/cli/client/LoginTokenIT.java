package dev.herald.server.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class LoginTokenIT {
    private static final String EMAIL = "a@example.com";

    @Test
    void asksForNothingWhileThereIsTime() throws Exception {
        try (TestServer server = TestServer.start()) {
            server.addAccount(EMAIL);
            MovableClock clock = new MovableClock(Duration.ZERO);
            LoginToken token = LoginToken.login(api(server), EMAIL, TestServer.PASSWORD, clock);
            String first = token.token();
            clock.advance(Duration.ofMinutes(47));
            token.tick();
            assertThat(token.token()).isEqualTo(first);
        }
    }

    @Test
    void staysWithWhatItHasWhenTheServerIsGone() throws Exception {
        MovableClock clock = new MovableClock(Duration.ZERO);
        LoginToken token;
        try (TestServer server = TestServer.start()) {
            server.addAccount(EMAIL);
            token = LoginToken.login(api(server), EMAIL, TestServer.PASSWORD, clock);
        }
        String first = token.token();
        clock.advance(Duration.ofMinutes(50));
        token.tick();
        assertThat(token.token()).isEqualTo(first);
    }

    @Test
    void renewsWithAFifthOfItsLifeLeftAndTriesAgainInTime() throws Exception {
        try (RefreshServer server = RefreshServer.start(10)) {
            MovableClock clock = new MovableClock(Duration.ZERO);
            LoginToken token = LoginToken.login(server.api(), EMAIL, "any", clock);
            server.refusesRefreshes();
            clock.advance(Duration.ofMillis(7_900));
            token.tick();
            assertThat(server.refreshes()).isZero();
            clock.advance(Duration.ofMillis(100));
            token.tick();
            clock.advance(Duration.ofSeconds(1));
            token.tick();
            assertThat(server.refreshes()).isEqualTo(2);
            server.grantsRefreshes();
            clock.advance(Duration.ofMillis(500));
            token.tick();
            assertThat(token.token()).isEqualTo("token-3");
        }
    }

    @Test
    void triesAgainEveryTenSecondsAtMost() throws Exception {
        try (RefreshServer server = RefreshServer.start(3_600)) {
            MovableClock clock = new MovableClock(Duration.ZERO);
            LoginToken token = LoginToken.login(server.api(), EMAIL, "any", clock);
            server.refusesRefreshes();
            clock.advance(Duration.ofMinutes(48));
            token.tick();
            clock.advance(Duration.ofMillis(9_900));
            token.tick();
            assertThat(server.refreshes()).isEqualTo(1);
            clock.advance(Duration.ofMillis(100));
            token.tick();
            assertThat(server.refreshes()).isEqualTo(2);
            clock.advance(Duration.ofHours(2)); // expired
            token.tick();
            clock.advance(Duration.ofMillis(9_900));
            token.tick();
            assertThat(server.refreshes()).isEqualTo(3);
        }
    }

    @Test
    void saysWhyTheLoginIsRefused() {
        try (TestServer server = TestServer.start()) {
            assertThatThrownBy(() -> LoginToken.login(api(server), EMAIL, "something else"))
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining("the login was refused: status 401, \"");
        }
        assertThatThrownBy(() -> LoginToken.login(new HttpApi(new BaseUrl("http://127.0.0.1:1")), EMAIL, "something"))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("nothing answers at http://127.0.0.1:1");
    }

    @Test
    void letsAWatchOutliveItsToken() throws Exception {
        // Renewed at every tick: the watch may be late by as much as the server lets a token live.
        MovableClock clock = new MovableClock(Duration.ofHours(1));
        try (TestServer server = TestServer.start(config -> config.with(TestServer.auth(Duration.ofSeconds(10))))) {
            String userId = server.addAccount(EMAIL);
            HttpApi api = api(server);
            BlockingQueue<String> notes = new LinkedBlockingQueue<>();
            StringWriter out = new StringWriter();
            Watch watch = new Watch(
                    api,
                    LoginToken.login(api, EMAIL, TestServer.PASSWORD, clock),
                    new StreamRequest(List.of(), "", Duration.ofSeconds(75)),
                    new TextLines(ZoneOffset.UTC),
                    new PrintWriter(out),
                    notes::add);
            BlockingQueue<StreamEnd> ended = new LinkedBlockingQueue<>();
            Thread watching = new Thread(() -> run(watch, ended));
            watching.start();
            awaitConnection(notes);
            server.publish(userId, "t", "1");
            awaitConnection(notes);
            server.publish(userId, "t", "2");
            server.login(EMAIL, TestServer.PASSWORD);
            assertThat(ended.poll(60, TimeUnit.SECONDS)).isInstanceOf(StreamEnd.Final.class);
            watching.join();
            assertThat(out.toString().lines().map(line -> line.replaceFirst(".*  message  (\\w+  .).*", "$1")))
                    .containsExactly("t  1", "t  2", "FORCE_LOGOUT  {");
        }
    }

    private static void run(Watch watch, BlockingQueue<StreamEnd> ended) {
        try {
            ended.add(watch.run());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitConnection(BlockingQueue<String> notes) throws InterruptedException {
        String note;
        do {
            note = notes.poll(60, TimeUnit.SECONDS);
            assertThat(note).as("a connection").isNotNull();
        } while (!note.startsWith("connected to"));
    }

    private static HttpApi api(TestServer server) {
        return new HttpApi(new BaseUrl("http://127.0.0.1:" + server.port()));
    }

    /** Moves when told to, and by a step each time that it is looked at. Thread-safe. */
    private static final class MovableClock extends Clock {
        private final Duration step;
        private Instant now = Instant.now(); // under this

        MovableClock(Duration step) {
            this.step = step;
        }

        synchronized void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public synchronized Instant instant() {
            now = now.plus(step);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
