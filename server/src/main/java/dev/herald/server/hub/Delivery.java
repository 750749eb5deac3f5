package dev.herald.server.hub;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Entry;
import dev.herald.server.metrics.ServerMetrics;
import java.util.List;

/** One record of the log, made ready for the event loops. */
sealed interface Delivery {
    /** Whom it concerns. */
    List<Topic> topics();

    /** What it holds of memory, roughly. */
    default int bytes() {
        return 0;
    }

    /** Whether every event loop must see it, whatever streams it has. */
    default boolean concernsAll() {
        return false;
    }

    /**
     * Gives it to one subscriber; whether that one wrote it.
     *
     * @param alone whether nothing else comes with it, so that it may as well be sent at once
     */
    boolean giveTo(Subscriber subscriber, boolean alone);

    void retain();

    void release();

    /** It has been given to everyone of one loop: accounts for it there and releases that loop's reference. */
    void done(ServerMetrics metrics);

    /** An event for everyone who carries one of its topics. */
    record OfFrame(Frame frame) implements Delivery {
        @Override
        public List<Topic> topics() {
            return frame.topics();
        }

        @Override
        public boolean giveTo(Subscriber subscriber, boolean alone) {
            return alone ? subscriber.send(frame) : subscriber.deliver(frame);
        }

        @Override
        public void retain() {
            frame.retain();
        }

        @Override
        public void release() {
            frame.release();
        }

        @Override
        public int bytes() {
            return frame.chunk().readableBytes();
        }

        @Override
        public void done(ServerMetrics metrics) {
            try {
                metrics.publishToWrite(frame.appendedNanos());
            } finally {
                release();
            }
        }
    }

    /** A control record for the streams of its user. */
    record OfControl(Entry.Control control, List<Topic> topics) implements Delivery {
        @Override
        public boolean giveTo(Subscriber subscriber, boolean alone) {
            subscriber.obey(control);
            return false;
        }

        @Override
        public void retain() {}

        @Override
        public void release() {}

        @Override
        public void done(ServerMetrics metrics) {}
    }

    /** For no stream, but for every event loop: that it comes through is all it is for. */
    record OfProbe(Runnable cameThrough) implements Delivery {
        @Override
        public List<Topic> topics() {
            return List.of();
        }

        @Override
        public boolean concernsAll() {
            return true;
        }

        @Override
        public boolean giveTo(Subscriber subscriber, boolean alone) {
            return false;
        }

        @Override
        public void retain() {}

        @Override
        public void release() {}

        @Override
        public void done(ServerMetrics metrics) {
            cameThrough.run();
        }
    }

    /** For every stream of these topics: what came between these positions may not have been handed over. */
    record OfMissed(Position after, Position upTo, List<Topic> topics) implements Delivery {
        @Override
        public boolean giveTo(Subscriber subscriber, boolean alone) {
            subscriber.missed(after, upTo);
            return false;
        }

        @Override
        public void retain() {}

        @Override
        public void release() {}

        @Override
        public void done(ServerMetrics metrics) {}
    }
}
