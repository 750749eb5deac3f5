package dev.herald.server.stream;

import java.util.List;

/**
 * The streams that are open when the server begins to let them go, in the order in which they go. Confined to the thread
 * that stops the server.
 */
public final class Departures {
    private final List<EventStream> streams;
    private final StreamRegistry registry;
    private int told;

    Departures(StreamRegistry registry) {
        this.registry = registry;
        this.streams = registry.all().stream().flatMap(List::stream).toList();
    }

    /** How many there were. */
    public int count() {
        return streams.size();
    }

    /** Tells the first so many to come back later, and ends them; without effect on those that have ended. */
    public void upTo(int number) {
        while (told < number) {
            Streams.closeOnLoop(streams.get(told++), CloseReason.SERVER_STOPPING);
        }
    }

    /** Whether no stream is open any more. */
    public boolean isOver() {
        return registry.open() == 0;
    }
}
