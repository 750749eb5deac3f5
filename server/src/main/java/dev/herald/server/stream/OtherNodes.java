package dev.herald.server.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/** What this node knows of the streams on others. Thread-safe. */
public interface OtherNodes {
    /** For a node that is alone. */
    OtherNodes NONE = new OtherNodes() {
        @Override
        public CompletionStage<Elsewhere> elsewhere(String userId) {
            return CompletableFuture.completedFuture(Elsewhere.NOTHING);
        }

        @Override
        public void changed(String userId, ToIntFunction<String> openHere) {}
    };

    /** The user's streams on other nodes, as of about a second ago. */
    CompletionStage<Elsewhere> elsewhere(String userId);

    /** The number of the user's streams here has changed; {@code openHere} tells it when the others are told. */
    void changed(String userId, ToIntFunction<String> openHere);

    /**
     * Streams of one user on other nodes. Immutable.
     *
     * @param node one that has some; empty if none has
     */
    record Elsewhere(int streams, String node) {
        public static final Elsewhere NOTHING = new Elsewhere(0, "");
    }
}
