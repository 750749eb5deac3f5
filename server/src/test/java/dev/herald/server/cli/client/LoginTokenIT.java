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

@Timeout(60)
class LoginTokenIT {
    private static final String EMAIL = "a@example.com";

    @Test
    void asksForNothingWhileThereIsTime() throws Exception {
        try (TestServer server = TestServer.start()) {
            server.addAccount(EMAIL);
            MovableClock clock = new MovableClock();
            LoginToken token = LoginToken.login(api(server), EMAIL, TestServer.PASSWORD, clock);
            String first = token.token();
            clock.advance(Duration.ofMinutes(47));
            token.tick();
            assertThat(token.token()).isEqualTo(first);
        }
    }

    @Test
    void staysWithWhatItHasWhenTheServerIsGone() throws Exception {
        MovableClock clock = new MovableClock();
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
        // Renewed at the first tick after 8 s, while a token whose times are whole seconds lives for 9 at least.
        try (TestServer server = TestServer.start(config -> config.with(TestServer.auth(Duration.ofSeconds(10))))) {
            String userId = server.addAccount(EMAIL);
            HttpApi api = api(server);
            BlockingQueue<String> notes = new LinkedBlockingQueue<>();
            StringWriter out = new StringWriter();
            Watch watch = new Watch(
                    api,
                    LoginToken.login(api, EMAIL, TestServer.PASSWORD),
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
            assertThat(ended.poll(20, TimeUnit.SECONDS)).isInstanceOf(StreamEnd.Final.class);
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
            note = notes.poll(20, TimeUnit.SECONDS);
            assertThat(note).as("a connection").isNotNull();
        } while (!note.startsWith("connected to"));
    }

    private static HttpApi api(TestServer server) {
        return new HttpApi(new BaseUrl("http://127.0.0.1:" + server.port()));
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.now();

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
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
