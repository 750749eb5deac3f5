package dev.herald.server.stream;

import dev.herald.auth.Principal;
import dev.herald.protocol.Topic;
import dev.herald.server.hub.Framing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, checked as far as its token tells. Immutable.
 *
 * @param topics the user's own first, then those asked for, each once
 * @param lastEventId as the client sent it; null for a stream that begins now
 * @param address the client's, for the log and the list of connections
 */
public record StreamRequest(
        Principal principal, List<Topic> topics, @Nullable String lastEventId, Framing framing, String address) {
    public StreamRequest {
        topics = List.copyOf(topics);
        assert topics.get(0).equals(Topic.ofUser(principal.userId()));
    }
}
