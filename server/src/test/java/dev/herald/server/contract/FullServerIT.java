package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import org.junit.jupiter.api.Test;

/** A server that has no room: what an API client is told, and what a browser is, for which an error would be final. */
class FullServerIT {
    @Test
    void refusesApiClientsAndAsksBrowsersBack() {
        try (TestServer server = TestServer.start(Settings.inAll(1));
                SseClient only = server.stream(server.token("ann"))) {
            only.nextComment();
            try (SseClient api = server.stream(server.token("bob"));
                    SseClient browser = server.stream(server.token("bob"), "Sec-Fetch-Mode: cors")) {
                assertThat(api.status()).isEqualTo(503);
                assertThat(api.header("retry-after")).isEqualTo("5");
                assertThat(browser.status()).isEqualTo(200);
                assertThat(browser.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
                assertThat(browser.awaitEnd()).isTrue();
                assertThat(browser.retryMillis()).isBetween(5_000L, 15_000L);
                assertThat(browser.next()).isEqualTo(api.next());
            }
        }
    }
}
