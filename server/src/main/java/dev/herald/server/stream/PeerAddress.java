package dev.herald.server.stream;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** The address at the other end of a connection, as text without the port. Thread-safe. */
public final class PeerAddress {
    private PeerAddress() {}

    /** {@code local} for a connection within this process. */
    public static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "local";
    }
}
