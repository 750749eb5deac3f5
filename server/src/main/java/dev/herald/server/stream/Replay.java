package dev.herald.server.stream;

import dev.herald.protocol.Position;
import dev.herald.server.hub.Frame;
import dev.herald.server.hub.Framing;
import dev.herald.server.log.Event;
import dev.herald.server.log.ReadResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A page of the log as a stream writes it: all its events in one chunk. Whoever takes it to be written gives its
 * reference to the write; whoever drops it calls {@link #release}.
 *
 * @param bytes empty where there is a reset or nothing to send
 * @param end the stream has everything up to here once the bytes are written
 * @param reset what the client must be told instead
 */
record Replay(ByteBuf bytes, int events, Position end, ReadResult.@Nullable Reset reset) {
    static Replay of(ReadResult result, Framing framing) {
        if (result instanceof ReadResult.Reset reset) {
            return new Replay(Unpooled.EMPTY_BUFFER, 0, reset.resumeAfter(), reset);
        }
        ReadResult.Page page = (ReadResult.Page) result;
        if (page.events().isEmpty()) {
            return new Replay(Unpooled.EMPTY_BUFFER, 0, page.end(), null);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Event event : page.events()) {
            bytes.writeBytes(Frame.encode(event));
        }
        return new Replay(
                Chunks.framed(framing, bytes.toByteArray()), page.events().size(), page.end(), null);
    }

    static void release(@Nullable Replay replay) {
        if (replay != null) {
            replay.bytes.release();
        }
    }
}
