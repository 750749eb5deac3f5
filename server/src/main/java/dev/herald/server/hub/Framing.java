package dev.herald.server.hub;

import io.netty.buffer.ByteBuf;

/** How a stream's bytes are delimited on its connection. */
public enum Framing {
    /** HTTP/1.1: a chunk a frame, so that the client can tell an end from a cut. */
    CHUNKED {
        @Override
        public ByteBuf view(ByteBuf chunk) {
            return chunk.retainedDuplicate();
        }
    },
    /** HTTP/1.0 knows no chunks: the bytes inside, until the connection closes. */
    UNTIL_CLOSE {
        @Override
        public ByteBuf view(ByteBuf chunk) {
            int from = chunk.indexOf(chunk.readerIndex(), chunk.writerIndex(), (byte) '\n') + 1;
            return chunk.retainedSlice(from, chunk.writerIndex() - 2 - from);
        }
    };

    /** A view of one chunk with a reference of its own. */
    public abstract ByteBuf view(ByteBuf chunk);
}
