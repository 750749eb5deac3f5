package dev.herald.server.hub;

import dev.herald.protocol.Position;
import java.util.ArrayList;
import java.util.List;

/** What crosses to one event loop together: frames and controls in the log's order, and where the log then ends. */
record Batch(List<Delivery> deliveries, Position tail) {
    /**
     * The same for a loop that cannot take it, whose streams have to read the log instead; releases the frames. Controls
     * stay, for the log does not repeat them to anyone.
     *
     * @param handedUpTo what the loop was handed before
     */
    Batch withoutFrames(Position handedUpTo) {
        List<Delivery> rest = new ArrayList<>();
        boolean missed = false;
        for (Delivery delivery : deliveries) {
            if (delivery instanceof Delivery.OfFrame) {
                delivery.release();
                missed = true;
            } else {
                rest.add(delivery);
            }
        }
        if (missed) {
            rest.add(new Delivery.OfMissed(handedUpTo, tail));
        }
        return new Batch(rest, tail);
    }
}
