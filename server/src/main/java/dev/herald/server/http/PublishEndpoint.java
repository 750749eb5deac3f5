package dev.herald.server.http;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.PublishReader;
import dev.herald.protocol.Text;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.EventLog;
import dev.herald.server.metrics.ServerMetrics;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/events}: appends one event, or a batch, and answers once the log has it. Thread-safe. */
final class PublishEndpoint implements Endpoint {
    private static final String IDEMPOTENCY_KEY = "idempotency-key";
    private static final int KEY_CHARS_MAX = 255;

    private final PublishReader reader;
    private final EventLog log;
    private final ServerMetrics metrics;
    private final PublishBatch batch;

    PublishEndpoint(int eventBytesMax, EventLog log, ServerMetrics metrics) {
        this.reader = new PublishReader(eventBytesMax);
        this.log = log;
        this.metrics = metrics;
        this.batch = new PublishBatch(reader, log, metrics);
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        String contentType = call.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        String key = call.headers().get(IDEMPOTENCY_KEY);
        if (key != null && !isKey(key)) {
            exchange.refuse(
                    HttpResponseStatus.BAD_REQUEST,
                    "bad_request",
                    "Idempotency-Key " + Text.quoted(key) + " is not 1 to " + KEY_CHARS_MAX + " visible characters");
        } else if (contentType.startsWith(PublishBatch.NDJSON)) {
            exchange.answerWhen(batch.publish(call.body(), ownKey(key, call)));
        } else {
            reader.read(call.body())
                    .fold(
                            event -> append(event, key, call, exchange),
                            fault -> refuse(HttpResponseStatus.BAD_REQUEST, fault, exchange),
                            fault -> refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, fault, exchange));
        }
    }

    private Exchange append(NewEvent event, @Nullable String key, Call call, Exchange exchange) {
        Entry.Publication publication = new Entry.Publication(event);
        exchange.answerWhen(log.append(new Append(publication, ownKey(key, call))), this::published);
        return exchange;
    }

    private Answer published(Position position) {
        metrics.published();
        return Answer.text(HttpResponseStatus.OK, Answer.JSON, "{\"id\":\"" + position + "\"}"); // [0-9a-z.] only
    }

    private static Exchange refuse(HttpResponseStatus status, String fault, Exchange exchange) {
        exchange.refuse(status, "bad_event", fault);
        return exchange;
    }

    /** Keys are the publisher's own: another's equal key is another key. No user id has a line feed. */
    private static @Nullable String ownKey(@Nullable String key, Call call) {
        return key == null ? null : call.caller().userId() + "\n" + key;
    }

    private static boolean isKey(String key) {
        return !key.isEmpty() && key.length() <= KEY_CHARS_MAX && key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
