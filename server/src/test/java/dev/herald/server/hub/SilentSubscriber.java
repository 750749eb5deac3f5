package dev.herald.server.hub;

import dev.herald.protocol.Position;
import dev.herald.server.log.Entry;

/** Takes nothing; what a test wants of it, it overrides. Confined to its event loop. */
class SilentSubscriber implements Subscriber {
    @Override
    public boolean deliver(Frame frame) {
        return false;
    }

    @Override
    public boolean send(Frame frame) {
        boolean taken = deliver(frame);
        flush();
        return taken;
    }

    @Override
    public boolean awaitsFlush() {
        return false;
    }

    @Override
    public void flush() {}

    @Override
    public void missed(Position after, Position upTo) {}

    @Override
    public void obey(Entry.Control control) {}

    @Override
    public void failed(Throwable cause) {
        throw new AssertionError(cause);
    }
}
