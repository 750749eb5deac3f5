package dev.herald.server.hub;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Entry;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** Takes every frame and remembers which. Confined to its event loop. */
final class RecordingSubscriber extends SilentSubscriber {
    final List<Position> frames = new ArrayList<>();
    final List<Position> missed = new ArrayList<>();
    final List<Entry.Control> controls = new ArrayList<>();
    private final LoopHub hub;
    private final List<Topic> topics;
    int flushes;
    private boolean awaitsFlush;

    RecordingSubscriber(Hub hub, EventLoop loop, Topic... topics) {
        this.hub = hub.at(loop);
        this.topics = List.of(topics);
        this.hub.join(this, this.topics);
    }

    void leave() {
        hub.leave(this, topics);
    }

    @Override
    public boolean deliver(Frame frame) {
        frames.add(frame.position());
        awaitsFlush = true;
        return true;
    }

    @Override
    public boolean awaitsFlush() {
        return awaitsFlush;
    }

    @Override
    public void flush() {
        if (awaitsFlush) {
            flushes++;
            awaitsFlush = false;
        }
    }

    @Override
    public void missed(Position after, Position upTo) {
        missed.add(upTo);
    }

    @Override
    public void obey(Entry.Control control) {
        controls.add(control);
    }
}
