package dev.herald.server.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections on which nothing is ever said. Confined to one thread. */
final class BareConnections implements AutoCloseable {
    private final List<SocketChannel> channels = new ArrayList<>();

    void open(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            channels.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
