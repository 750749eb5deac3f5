package dev.herald.auth;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Who is calling, as a verified access token says. Immutable.
 *
 * @param jti the session that the token belongs to
 * @param expiresAt the token is refused from this moment on
 * @param scopes what it may do beyond opening streams: {@code publish}, {@code admin}
 * @param topics what it may open besides the user's own topic: exact names, or a trailing {@code *} for any rest
 */
public record Principal(String userId, String jti, Instant expiresAt, Set<String> scopes, List<String> topics) {
    public Principal {
        scopes = Set.copyOf(scopes);
        topics = List.copyOf(topics);
    }

    public boolean hasScope(String scope) {
        return scopes.contains(scope);
    }

    /** Whether the token allows the topic of this name; a user's own topic needs no leave and is not asked for here. */
    public boolean mayOpen(String topicName) {
        for (String topic : topics) {
            if (TopicPattern.matches(topic, topicName)) {
                return true;
            }
        }
        return false;
    }
}
