package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.Position;
import dev.herald.protocol.SseEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a quiet stream hears while others are busy. */
class HeartbeatIT {
    @Test
    void carriesAFreshPositionToAQuietStreamOfABusyServer() {
        try (TestServer server = TestServer.start(Settings.heartbeat(Duration.ofSeconds(1)));
                SseClient quiet = server.stream(server.token("ann"));
                SseClient busy = server.stream(server.token("bob"))) {
            quiet.nextComment();
            String published = server.publish("bob", "N", "0");
            // Never a second without an event for bob, so the log's own idle call never comes.
            SseEvent heartbeat = next(quiet, server);
            while (position(heartbeat).compareTo(position(published)) < 0) {
                heartbeat = next(quiet, server);
            }
            assertThat(heartbeat.name()).isEqualTo("heartbeat");
            assertThat(heartbeat.data()).isEqualTo("{}");
            assertThat(firstOfBob(busy).lastEventId()).isEqualTo(published);
        }
    }

    /** The next event of the stream, with bob kept busy until it comes. */
    private static SseEvent next(SseClient quiet, TestServer server) {
        while (quiet.unread().isEmpty()) {
            server.publish("bob", "N", "1");
        }
        return quiet.next();
    }

    /** Before the first, bob may have been quiet for a heartbeat as well. */
    private static SseEvent firstOfBob(SseClient busy) {
        SseEvent event = busy.next();
        while (event.name().equals("heartbeat")) {
            event = busy.next();
        }
        return event;
    }

    private static Position position(SseEvent event) {
        return position(event.lastEventId());
    }

    private static Position position(String text) {
        return Position.parse(text).orElseThrow();
    }
}
