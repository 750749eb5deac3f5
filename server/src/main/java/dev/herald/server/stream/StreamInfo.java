package dev.herald.server.stream;

import dev.herald.protocol.Topic;
import java.time.Instant;
import java.util.List;

/** What an operator is told of an open stream. Immutable. */
public record StreamInfo(
        String id,
        String userId,
        String jti,
        List<Topic> topics,
        String address,
        Instant openedAt,
        Instant expiresAt) {}
