package dev.herald.server.http;

import dev.herald.protocol.Names;
import dev.herald.protocol.Topic;
import dev.herald.server.session.Revocations;
import dev.herald.server.stream.EventStream;
import dev.herald.server.stream.NodeControls;
import dev.herald.server.stream.StreamInfo;
import dev.herald.server.stream.StreamRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/v1/users/{user}/connections}: an operator looks at a user's streams, or forces them out. Thread-safe. */
final class ConnectionsEndpoint {
    private final StreamRegistry registry;
    private final Revocations revocations;

    ConnectionsEndpoint(StreamRegistry registry, Revocations revocations) {
        this.registry = registry;
        this.revocations = revocations;
    }

    /** {@code GET}: the open streams on this node. */
    void list(Call call, Exchange exchange) {
        String fault = Names.fault("user id", call.pathUser()).orElse(null);
        if (fault != null) {
            exchange.refuse(HttpResponseStatus.BAD_REQUEST, "bad_request", fault);
            return;
        }
        List<Map<String, Object>> connections = registry.of(call.pathUser()).stream()
                .map(stream -> described(stream.info()))
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user_id", call.pathUser());
        body.put("count", connections.size());
        body.put("connections", connections);
        exchange.answer(Answer.json(HttpResponseStatus.OK, body));
    }

    /** {@code DELETE}: revokes the sessions that are open now, on every node. */
    void forceOut(Call call, Exchange exchange) {
        String user = call.pathUser();
        String fault = Names.fault("user id", user).orElse(null);
        if (fault != null) {
            exchange.refuse(HttpResponseStatus.BAD_REQUEST, "bad_request", fault);
            return;
        }
        List<EventStream> open = registry.of(user);
        exchange.answerWhen(revocations
                .forceOut(user, NodeControls.openTokens(registry, user))
                .thenApply(revoked -> {
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("user_id", user);
                    body.put("sessions_revoked", revoked.size());
                    body.put("streams_closed", open.size());
                    return Answer.json(HttpResponseStatus.OK, body);
                }));
    }

    private static Map<String, Object> described(StreamInfo stream) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", stream.id());
        described.put("session", stream.jti());
        described.put("address", stream.address());
        described.put("opened_at", stream.openedAt().toString());
        described.put("token_expires_at", stream.expiresAt().toString());
        described.put("topics", stream.topics().stream().map(Topic::key).toList());
        return described;
    }
}
