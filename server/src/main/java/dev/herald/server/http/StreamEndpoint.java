package dev.herald.server.http;

import dev.herald.auth.Principal;
import dev.herald.protocol.Names;
import dev.herald.protocol.SseEncoder;
import dev.herald.protocol.Topic;
import dev.herald.server.stream.Refusal;
import dev.herald.server.stream.StreamHandler;
import dev.herald.server.stream.StreamOpening;
import dev.herald.server.stream.StreamRequest;
import dev.herald.server.stream.Streams;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/auth/sse/notifications}: opens the caller's stream. Thread-safe. */
final class StreamEndpoint implements Endpoint {
    private static final String SENT_BY_BROWSERS = "sec-fetch-mode"; // Fetch Metadata Request Headers, section 2.2
    private static final int RETURN_MILLIS_MIN = 5_000;
    private static final int RETURN_MILLIS_MAX = 15_000;

    private final Streams streams;
    private final int topicsMax;

    StreamEndpoint(Streams streams, int topicsMax) {
        this.streams = streams;
        this.topicsMax = topicsMax;
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        Principal caller = call.caller();
        Set<String> names = new LinkedHashSet<>(call.query().getOrDefault("topic", List.of()));
        if (names.size() > topicsMax) {
            exchange.refuse(HttpResponseStatus.BAD_REQUEST, "bad_topic", "At most " + topicsMax + " topics");
            return;
        }
        List<Topic> topics = new ArrayList<>(names.size() + 1);
        topics.add(Topic.ofUser(caller.userId()));
        for (String name : names) {
            String fault = Names.fault("topic", name).orElse(null);
            if (fault != null) {
                exchange.refuse(HttpResponseStatus.BAD_REQUEST, "bad_topic", fault);
                return;
            }
            if (!caller.mayOpen(name)) {
                exchange.refuse(HttpResponseStatus.FORBIDDEN, "topic_not_allowed", "Topic not allowed");
                return;
            }
            topics.add(Topic.named(name));
        }
        StreamRequest request = new StreamRequest(caller, topics, lastEventId(call), call.framing(), call.address());
        streams.open(exchange.channel(), request, new Opening(exchange));
    }

    /** The header wins over the parameter; an empty one says nothing, as the specification has it. */
    private static @Nullable String lastEventId(Call call) {
        String header = call.headers().get("last-event-id");
        String id = header != null && !header.isEmpty() ? header : call.parameter("last_event_id");
        return id == null || id.isEmpty() ? null : id;
    }

    private record Opening(Exchange exchange) implements StreamOpening {
        @Override
        public void accepted(StreamHandler handler) {
            exchange.startStream(handler);
        }

        @Override
        public void refused(Refusal refusal) {
            exchange.answer(answer(refusal));
        }

        private Answer answer(Refusal refusal) {
            return switch (refusal) {
                case SUPERSEDED -> of(HttpResponseStatus.UNAUTHORIZED, refusal, AuthHandler.SUPERSEDED);
                case SESSION_ENDED -> of(HttpResponseStatus.UNAUTHORIZED, refusal, AuthHandler.REQUIRED);
                case TOO_MANY_FOR_USER -> later(of(HttpResponseStatus.TOO_MANY_REQUESTS, refusal, "Too many streams"));
                case TOO_MANY_OPENED ->
                    later(of(HttpResponseStatus.TOO_MANY_REQUESTS, refusal, "Too many streams opened in a minute"));
                case SERVER_FULL -> busy(refusal, "The server has no room for more streams");
                case DRAINING -> busy(refusal, "The server is draining");
                case UNAVAILABLE -> busy(refusal, "The session cannot be checked now");
            };
        }

        private Answer of(HttpResponseStatus status, Refusal refusal, String detail) {
            return exchange.refusal(status, refusal.tag(), detail);
        }

        /**
         * For a browser's EventSource any status but 200 is final, and its page would stay without a stream for good. It
         * is told when to come back instead, each at a time of its own.
         */
        private Answer busy(Refusal refusal, String detail) {
            Answer unavailable = later(of(HttpResponseStatus.SERVICE_UNAVAILABLE, refusal, detail));
            if (!exchange.call().headers().contains(SENT_BY_BROWSERS)) {
                return unavailable;
            }
            int millis = ThreadLocalRandom.current().nextInt(RETURN_MILLIS_MIN, RETURN_MILLIS_MAX);
            String comeBack = new String(SseEncoder.retry(Duration.ofMillis(millis)), StandardCharsets.US_ASCII);
            return Answer.text(HttpResponseStatus.OK, Answer.EVENT_STREAM, comeBack + unavailable.body());
        }

        private static Answer later(Answer answer) {
            return answer.withRetryAfter(Refusal.RETRY_AFTER);
        }
    }
}
