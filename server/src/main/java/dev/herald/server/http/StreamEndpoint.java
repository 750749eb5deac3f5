package dev.herald.server.http;

import dev.herald.auth.Principal;
import dev.herald.protocol.Names;
import dev.herald.protocol.Topic;
import dev.herald.server.stream.Refusal;
import dev.herald.server.stream.StreamHandler;
import dev.herald.server.stream.StreamOpening;
import dev.herald.server.stream.StreamRequest;
import dev.herald.server.stream.Streams;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/auth/sse/notifications}: opens the caller's stream. Thread-safe. */
final class StreamEndpoint implements Endpoint {
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
                case SERVER_FULL ->
                    later(of(
                            HttpResponseStatus.SERVICE_UNAVAILABLE,
                            refusal,
                            "The server has no room for more streams"));
                case UNAVAILABLE ->
                    later(of(HttpResponseStatus.SERVICE_UNAVAILABLE, refusal, "The session cannot be checked now"));
            };
        }

        private Answer of(HttpResponseStatus status, Refusal refusal, String detail) {
            return exchange.refusal(status, refusal.tag(), detail);
        }

        private static Answer later(Answer answer) {
            return answer.withRetryAfter(Refusal.RETRY_AFTER);
        }
    }
}
