package dev.herald.server.log;

import dev.herald.protocol.NewEvent;
import java.util.List;

/**
 * An event in the memory log, in a place of the list of all and held by the histories of its topics. What a reader is not
 * given is not kept: there may be a million. Under the store's lock.
 */
final class Stored {
    final long offset;
    final long atMillis;
    final String name;
    final String data;
    final List<TopicHistory> histories;

    int place;
    int holders;

    Stored(long offset, long atMillis, NewEvent event, List<TopicHistory> histories) {
        this.offset = offset;
        this.atMillis = atMillis;
        this.name = event.name();
        this.data = event.data();
        this.histories = histories;
        this.holders = histories.size();
    }

    /** What it counts against the byte bounds: its JSON, in characters, which for nearly all JSON are bytes. */
    int bytes() {
        return data.length();
    }
}
