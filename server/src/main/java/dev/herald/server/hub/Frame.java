package dev.herald.server.hub;

import dev.herald.protocol.Position;
import dev.herald.protocol.SseEncoder;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An event's bytes on the wire, encoded once for all who receive them: one SSE event inside one HTTP/1.1 chunk. Counted
 * like its buffer: whoever holds a frame across threads holds a reference. Thread-safe.
 */
public final class Frame {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Position position;
    private final List<Topic> topics;
    private final long appendedNanos;
    private final ByteBuf chunk; // any thread may duplicate it, nobody moves its indexes

    Frame(Event event, List<Topic> topics, long appendedNanos) {
        this.position = event.position();
        this.topics = topics;
        this.appendedNanos = appendedNanos;
        this.chunk = chunkOf(encode(event));
    }

    /** The SSE event as bytes, without HTTP framing. */
    public static byte[] encode(Event event) {
        return SseEncoder.event(event.position().toString(), event.name(), event.data());
    }

    /** The bytes as one HTTP/1.1 chunk (RFC 9112, section 7.1), direct, so that no write copies it. */
    public static ByteBuf chunkOf(byte[] bytes) {
        byte[] size = Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII);
        return ByteBufAllocator.DEFAULT
                .directBuffer(size.length + bytes.length + 2 * CRLF.length)
                .writeBytes(size)
                .writeBytes(CRLF)
                .writeBytes(bytes)
                .writeBytes(CRLF);
    }

    public Position position() {
        return position;
    }

    List<Topic> topics() {
        return topics;
    }

    long appendedNanos() {
        return appendedNanos;
    }

    /** The frame's bytes as a chunk, borrowed for the call at hand: neither to be released nor its indexes to be moved. */
    public ByteBuf chunk() {
        return chunk;
    }

    /** A reference of its own to the frame's bytes in this framing, for one write. */
    public ByteBuf bytes(Framing framing) {
        return framing.view(chunk);
    }

    void retain() {
        chunk.retain();
    }

    void release() {
        chunk.release();
    }
}
