package dev.herald.server.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service that the documentation shows, at work. */
class OrderServiceIT {
    private static final String STREAM = "/api/v1/auth/sse/notifications/";

    @TempDir
    private Path folder;

    @Test
    void publishesToItsOwnStreams() throws Exception {
        try (OrderService service = new OrderService(TestServer.SECRET, 0, folder)) {
            String token = service.streamToken("42", "a session of the service's own");
            try (SseClient page = SseClient.open(service.port(), STREAM, "Authorization: Bearer " + token)) {
                page.nextComment();
                String id = service.shipped("42", 17)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .toString();
                assertThat(page.next().lastEventId()).isEqualTo(id);
            }
        }
    }
}
