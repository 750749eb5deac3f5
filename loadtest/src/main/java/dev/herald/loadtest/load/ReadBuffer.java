package dev.herald.loadtest.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * One buffer that every read of a loop goes into: nobody keeps bytes beyond the handler's return, and the allocator would
 * cost more than the scanning. Confined to its event loop.
 */
@SuppressWarnings("deprecation") // the only base that Netty has for this, and its epoll transport asks for it
final class ReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int BYTES = 16 * 1_024;

    private final ByteBuf buffer = Unpooled.directBuffer(BYTES, BYTES);
    private final byte[] array = new byte[BYTES];

    /**
     * What was read, as an array from index 0, good until the next read. One copy into a warm array costs less than a
     * bounds check for every byte.
     */
    byte[] bytes(ByteBuf in) {
        in.getBytes(in.readerIndex(), array, 0, in.readableBytes());
        return array;
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
