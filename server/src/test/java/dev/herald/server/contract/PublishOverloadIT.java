package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More publishes at once than the log lets wait: each is taken whole or not at all, and its publisher knows which. */
class PublishOverloadIT {
    private static final int PUBLISHERS = 64;
    private static final int ROUNDS_MAX = 200;

    @Test
    void oneTooManyIs503WithRetryAfterAndIsNotDelivered() {
        try (TestServer server = TestServer.start(Settings.log(100_000, 1));
                SseClient stream = server.stream(server.token("ann"))) {
            stream.nextComment();
            String request = RawClient.request(
                            "POST",
                            "/api/v1/events/",
                            "{\"user\":\"ann\",\"type\":\"T\"}",
                            "Authorization: Bearer " + server.scoped("publish"))
                    .replace("Connection: close\r\n", "");
            List<RawClient> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                publishers.add(RawClient.to(server));
            }
            int refused = 0;
            for (int round = 0; refused == 0 && round < ROUNDS_MAX; round++) {
                publishers.forEach(publisher -> publisher.send(request));
                for (RawClient publisher : publishers) {
                    Response answer = publisher.response();
                    if (answer.status() == 200) {
                        String id = stream.next().lastEventId();
                        assertThat(id).isNotEmpty();
                    } else {
                        refused++;
                        assertThat(answer.status()).isEqualTo(503);
                        Problem.assertIn(answer);
                        assertThat(Integer.parseInt(answer.header("retry-after")))
                                .isPositive();
                    }
                }
            }
            assertThat(refused).isPositive();
            String last = server.publish("ann", "LAST", "1");
            assertThat(stream.next().lastEventId()).isEqualTo(last); // nothing that was refused came before it
            publishers.forEach(RawClient::close);
        }
    }
}
