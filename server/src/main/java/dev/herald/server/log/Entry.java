package dev.herald.server.log;

import dev.herald.protocol.NewEvent;
import java.util.Set;

/** What can be appended to the log. Immutable. */
public sealed interface Entry {
    /** An event, kept for those who come back. */
    record Publication(NewEvent event) implements Entry {}

    /** Asks whether what is appended is delivered; whoever appended it knows the id. Never kept. */
    record Probe(String id) implements Entry {}

    /** Something that every node must act on as it reads it; never kept, never shown to a client. */
    sealed interface Control extends Entry {
        /** The user whose streams it concerns. */
        String userId();
    }

    /**
     * A login. Streams of the user that belong to a session of a smaller generation are told and closed. Generations
     * rise with each login of the account, so it does not matter in which order two racing logins reach the log.
     */
    record SessionStarted(String userId, String jti, long generation) implements Control {}

    /** A logout: streams of these sessions close. */
    record SessionsEnded(String userId, Set<String> jtis) implements Control {
        public SessionsEnded {
            jtis = Set.copyOf(jtis);
        }
    }

    /** A forced logout: streams of these sessions are told so and close. */
    record SessionsRevoked(String userId, Set<String> jtis) implements Control {
        public SessionsRevoked {
            jtis = Set.copyOf(jtis);
        }
    }

    /** A forced logout, for the nodes other than {@code node}, which cannot know of tokens from elsewhere with streams there. */
    record ForcedOut(String userId, String node) implements Control {}

    /** A user has opened one stream too many: {@code node} ends the user's oldest there. */
    record StreamsOverLimit(String userId, String node) implements Control {}
}
