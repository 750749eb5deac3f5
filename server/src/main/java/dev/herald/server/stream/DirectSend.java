package dev.herald.server.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/** Hands bytes to an epoll socket past the channel's outbound buffer. Confined to the channel's event loop. */
final class DirectSend {
    private DirectSend() {}

    /**
     * How many of the bytes the socket has taken; none on another transport, or where others wait to be sent first. A
     * socket that fails takes none either: whoever writes to it next learns why, in the channel's own way.
     */
    static int tryNow(Channel channel, ByteBuf bytes) {
        if (!(channel instanceof EpollSocketChannel epoll) || !bytes.hasMemoryAddress()) {
            return 0;
        }
        ChannelOutboundBuffer waiting = epoll.unsafe().outboundBuffer();
        if (waiting == null || waiting.totalPendingWriteBytes() > 0) {
            return 0;
        }
        try {
            int sent =
                    ((Socket) epoll.fd()).sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
            return Math.max(0, sent);
        } catch (IOException e) {
            return 0;
        }
    }
}
