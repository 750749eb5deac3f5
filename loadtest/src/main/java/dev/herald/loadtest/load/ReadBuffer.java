package dev.herald.loadtest.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * One buffer that every read of a loop goes into: a subscriber keeps no bytes beyond its handler's return, and the
 * allocator would cost more than the scanning. Confined to its event loop.
 */
@SuppressWarnings("deprecation") // the only base that Netty has for this, and its epoll transport asks for it
final class ReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private final ByteBuf buffer;

    ReadBuffer(int bytes) {
        this.buffer = Unpooled.directBuffer(bytes, bytes);
    }

    /** When no channel reads any more. */
    void release() {
        buffer.release();
    }

    @Override
    public RecvByteBufAllocator.Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator ignored) {
                return buffer.clear().retain();
            }

            @Override
            public int guess() {
                return buffer.capacity();
            }
        };
    }
}
