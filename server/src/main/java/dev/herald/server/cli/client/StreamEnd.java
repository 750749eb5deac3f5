package dev.herald.server.cli.client;

import java.time.Duration;

/** How one connection of a stream ended. Immutable. */
public sealed interface StreamEnd {
    /**
     * Trying again would end the same way.
     *
     * @param message what happened and what to do
     */
    record Final(String message) implements StreamEnd {}

    /**
     * It can be resumed.
     *
     * @param demanded the least wait that the server demands, zero if none
     */
    record Cut(String reason, Duration demanded) implements StreamEnd {
        Cut(String reason) {
            this(reason, Duration.ZERO);
        }
    }

    /** Nobody reads the output any more. */
    record OutputClosed() implements StreamEnd {}
}
