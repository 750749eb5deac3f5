package dev.herald.server.log;

import dev.herald.protocol.Position;
import java.util.List;

/** What reading the log after a position gives: a page, or the news that the position cannot be honoured. Immutable. */
public sealed interface ReadResult {
    /**
     * Events in the log's order, and the position up to which the reader now has everything: that of the last event if
     * there may be more, else the log's end at the time of reading.
     */
    record Page(List<Event> events, Position end) implements ReadResult {
        public Page {
            events = List.copyOf(events);
        }
    }

    /** The position cannot be honoured; whoever reads on does so after {@code resumeAfter}. */
    record Reset(Reason reason, Position resumeAfter) implements ReadResult {}

    /** Why a position cannot be honoured, in the contract's words. */
    enum Reason {
        /** Events between the position and {@code resumeAfter} are no longer held. What is held after it follows. */
        HISTORY_EXPIRED("history_expired"),
        /** The log never gave out this position, or has begun anew since. */
        UNKNOWN_POSITION("unknown_position");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
