package dev.herald.server.log;

import dev.herald.protocol.NewEvent;
import org.jspecify.annotations.Nullable;

/** An event in the memory log: a link of the list of all, held by the histories of its topics. Under the store's lock. */
final class Stored {
    final long offset;
    final long atMillis;
    final NewEvent event;

    int holders;

    @Nullable
    Stored previous;

    @Nullable
    Stored next;

    Stored(long offset, long atMillis, NewEvent event) {
        this.offset = offset;
        this.atMillis = atMillis;
        this.event = event;
        this.holders = event.topics().size();
    }

    /** What it counts against the byte bounds: its JSON, in characters, which for nearly all JSON are bytes. */
    int bytes() {
        return event.data().length();
    }
}
