package dev.herald.server.hub;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What crosses to one event loop together: frames and controls in the log's order, and where the log then ends. Immutable;
 * its references are those of the loop that it is handed to.
 */
record Batch(List<Delivery> deliveries, Position tail) {
    int bytes() {
        int bytes = 0;
        for (Delivery delivery : deliveries) { // a stream of one element would cost more than its delivery
            bytes += delivery.bytes();
        }
        return bytes;
    }

    /**
     * The same for a loop that cannot take it: the streams concerned have to read the log instead. Releases the frames.
     * Controls stay, for the log does not repeat them to anyone.
     *
     * @param handedUpTo what the loop was handed before
     */
    Batch withoutFrames(Position handedUpTo) {
        List<Delivery> rest = new ArrayList<>();
        Set<Topic> missed = new LinkedHashSet<>();
        for (Delivery delivery : deliveries) {
            if (delivery instanceof Delivery.OfFrame) {
                missed.addAll(delivery.topics());
                delivery.release();
            } else {
                rest.add(delivery);
            }
        }
        if (!missed.isEmpty()) {
            rest.add(new Delivery.OfMissed(handedUpTo, tail, List.copyOf(missed)));
        }
        return new Batch(rest, tail);
    }
}
