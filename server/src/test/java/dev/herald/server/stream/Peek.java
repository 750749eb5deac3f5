package dev.herald.server.stream;

import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import java.util.List;

/** Looks into open streams for tests of what no client can see. Thread-safe. */
public final class Peek {
    private Peek() {}

    /** Bytes that wait in the server's memory for this user's sockets, as of one moment for each. */
    public static List<Long> pendingBytes(Streams streams, String userId) {
        return streams.registry().of(userId).stream()
                .map(stream -> pendingBytes(stream.channel()))
                .toList();
    }

    private static long pendingBytes(Channel channel) {
        WriteBufferWaterMark mark = channel.config().getWriteBufferWaterMark();
        return channel.isWritable()
                ? mark.high() + 1 - channel.bytesBeforeUnwritable()
                : mark.low() - 1 + channel.bytesBeforeWritable();
    }
}
