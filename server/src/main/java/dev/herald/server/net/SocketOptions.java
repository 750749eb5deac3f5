package dev.herald.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;

/** The options of accepted sockets, and where they are set. Immutable. */
final class SocketOptions {
    // Linux's own numbers: Netty has these options for sockets that connect, but not for one that listens.
    private static final int SOL_SOCKET = 1;
    private static final int SOL_TCP = 6;
    private static final ChannelOption<Integer> SO_SNDBUF = new IntegerUnixChannelOption("SO_SNDBUF", SOL_SOCKET, 7);
    private static final ChannelOption<Integer> SO_KEEPALIVE =
            new IntegerUnixChannelOption("SO_KEEPALIVE", SOL_SOCKET, 9);
    private static final ChannelOption<Integer> TCP_USER_TIMEOUT =
            new IntegerUnixChannelOption("TCP_USER_TIMEOUT", SOL_TCP, 18);

    private SocketOptions() {}

    /** Sets them on each socket that has been accepted. */
    static void ofAccepted(ServerBootstrap bootstrap, NetConfig config) {
        bootstrap
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                // Bounded, or a client that does not read takes megabytes of kernel memory before it is noticed.
                .childOption(ChannelOption.SO_SNDBUF, config.sendBufferBytes());
    }

    /**
     * Sets them on the listening socket, from which Linux has each accepted one inherit them: five system calls fewer for
     * each. TCP_NODELAY is left out, since Netty sets it on every epoll socket anyway.
     */
    static void ofListening(ServerBootstrap bootstrap, NetConfig config) {
        bootstrap
                .option(SO_KEEPALIVE, 1)
                .option(SO_SNDBUF, config.sendBufferBytes())
                .option(TCP_USER_TIMEOUT, (int) config.userTimeout().toMillis());
    }
}
