package dev.herald.loadtest.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/** The two requests that the load test sends, written straight into a buffer. Immutable. */
public final class Requests {
    private final Template subscribe;
    private final Template publish;
    private final Template body;

    /**
     * From templates.
     *
     * @param host the Host header
     * @param headers whole lines, {@code Name: value}, sent with both requests
     */
    public Requests(
            String host,
            String subscribePath,
            String publishPath,
            List<String> headers,
            String contentType,
            String body) {
        String common = "Host: " + host + "\r\n"
                + String.join("", headers.stream().map(line -> line + "\r\n").toList());
        this.subscribe = Template.of("GET " + subscribePath + " HTTP/1.1\r\nAccept: text/event-stream\r\n" + common);
        this.publish = Template.of("POST " + publishPath + " HTTP/1.1\r\n" + common + "Content-Type: " + contentType
                + "\r\nContent-Length: ");
        this.body = Template.of(body);
    }

    /** A request for a stream that resumes after {@code lastEventId} unless that is empty. */
    public void writeSubscribe(Values values, EventId lastEventId, ByteBuf out) {
        subscribe.write(values, out);
        if (!lastEventId.isEmpty()) {
            ByteBufUtil.writeAscii(out, "Last-Event-ID: ");
            lastEventId.write(out);
            ByteBufUtil.writeAscii(out, "\r\n");
        }
        ByteBufUtil.writeAscii(out, "\r\n");
    }

    public void writePublish(Values values, ByteBuf out) {
        publish.write(values, out);
        ByteBufUtil.writeAscii(out, Integer.toString(body.length(values)));
        ByteBufUtil.writeAscii(out, "\r\n\r\n");
        body.write(values, out);
    }
}
