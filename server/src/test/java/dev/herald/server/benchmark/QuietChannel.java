package dev.herald.server.benchmark;

import dev.herald.server.SocketlessChannel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection without a socket, to a client that takes everything at once and says nothing: Netty's own channel with
 * its pipeline and outbound buffer, and nothing beneath. Confined to its event loop.
 */
final class QuietChannel extends SocketlessChannel {
    private final AtomicLong taken; // of all channels of the loop, which alone writes it

    /** @param taken counts the buffers that the client takes */
    QuietChannel(AtomicLong taken) {
        this.taken = taken;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) {
        int buffers = 0;
        for (; in.current() != null; in.remove()) {
            buffers++;
        }
        taken.lazySet(taken.getPlain() + buffers);
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new QuietUnsafe();
    }

    private final class QuietUnsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            throw new UnsupportedOperationException();
        }
    }
}
