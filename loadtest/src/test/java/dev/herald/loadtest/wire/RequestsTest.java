package dev.herald.loadtest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private final Requests requests = new Requests(
            "h:1",
            "/s?u={user}&t={topic}",
            "/p/{user}",
            List.of("Authorization: Bearer {token}"),
            "a/b",
            "{\"d\":\"{payload}\",\"x\":{}}");
    private final Values values = Values.of("u\u00e4", "t", "TOKEN");

    @Test
    void asksForAStream() {
        assertThat(subscribe(new EventId()).split("\r\n", -1))
                .containsExactly(
                        "GET /s?u=u\u00e4&t=t HTTP/1.1",
                        "Accept: text/event-stream",
                        "Host: h:1",
                        "Authorization: Bearer TOKEN",
                        "",
                        "");
    }

    @Test
    void resumesAfterTheLastId() {
        EventId id = new EventId();
        id.append(new byte[] {'6', '7', '8'}, 1, 2);
        assertThat(subscribe(id)).endsWith("Bearer TOKEN\r\nLast-Event-ID: 7\r\n\r\n");
    }

    @Test
    void countsTheBytesOfThePublishBody() {
        ByteBuf out = Unpooled.buffer();
        requests.writePublish(values.withPayload("\u20ac".getBytes(StandardCharsets.UTF_8)), out);
        assertThat(out.toString(StandardCharsets.UTF_8).split("\r\n", -1))
                .containsExactly(
                        "POST /p/u\u00e4 HTTP/1.1",
                        "Host: h:1",
                        "Authorization: Bearer TOKEN",
                        "Content-Type: a/b",
                        "Content-Length: 18",
                        "",
                        "{\"d\":\"\u20ac\",\"x\":{}}");
    }

    private String subscribe(EventId id) {
        ByteBuf out = Unpooled.buffer();
        requests.writeSubscribe(values, id, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
