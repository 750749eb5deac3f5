package dev.herald.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * A connection whose other side is the test: it takes as many bytes as it is told to, and breaks when it is told to.
 * Confined to its event loop.
 */
public final class ManualChannel extends SocketlessChannel {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private long room = Long.MAX_VALUE;
    private boolean broken;

    private ManualChannel() {}

    /** An open connection on this loop. On the loop. */
    public static ManualChannel on(EventLoop loop) {
        ManualChannel channel = new ManualChannel();
        loop.register(channel).syncUninterruptibly();
        return channel;
    }

    /** Counts as not writable with more unsent bytes than {@code high}, until fewer than half of them are left. */
    public ManualChannel withWriteBuffer(int high) {
        config().setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
        return this;
    }

    /** Takes nothing any more. */
    public void stall() {
        room = 0;
    }

    /** Takes so many bytes more. */
    public void take(int bytes) {
        room = room > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : room + bytes;
        flushAgain();
    }

    /** Takes everything from now on. */
    public void drain() {
        room = Long.MAX_VALUE;
        flushAgain();
    }

    /** The next write fails, as when the peer has sent a RST. */
    public void breakDown() {
        broken = true;
    }

    /** What it has taken since this was last asked. */
    public byte[] taken() {
        byte[] bytes = received.toByteArray();
        received.reset();
        return bytes;
    }

    private void flushAgain() {
        if (isOpen()) {
            ((ManualUnsafe) unsafe()).flush0();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws IOException {
        if (broken) {
            throw new IOException("Connection reset by peer");
        }
        for (ByteBuf next = (ByteBuf) in.current(); next != null; next = (ByteBuf) in.current()) {
            int bytes = (int) Math.min(room, next.readableBytes());
            if (bytes < next.readableBytes() && bytes == 0) {
                return;
            }
            byte[] copy = new byte[bytes];
            next.getBytes(next.readerIndex(), copy);
            received.writeBytes(copy);
            room -= bytes;
            if (bytes == 0) {
                in.remove();
            } else {
                in.removeBytes(bytes);
            }
        }
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new ManualUnsafe();
    }

    private final class ManualUnsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void flush0() {
            super.flush0();
        }
    }
}
