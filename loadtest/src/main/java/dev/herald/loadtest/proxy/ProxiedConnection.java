package dev.herald.loadtest.proxy;

import dev.herald.loadtest.load.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client's connection and the one to the server behind it. Confined to the proxy's event loop. */
final class ProxiedConnection {
    /** Most bytes of each direction that wait for their delay or for the other side. */
    static final int HELD_BYTES_MAX = 256 * 1_024;

    private final Channel client;
    private final RelayHandler toServer;
    private final RelayHandler toClient;
    private @Nullable Channel server;
    private boolean isCut;

    ProxiedConnection(Channel client, Supplier<Duration> delay) {
        this.client = client;
        this.toServer = new RelayHandler(delay);
        this.toClient = new RelayHandler(delay);
        client.pipeline().addLast(toServer);
    }

    void connect(InetSocketAddress address, Transport transport) {
        new Bootstrap()
                .group(client.eventLoop())
                .channel(transport.socket())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(toClient)
                .connect(address)
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        client.close();
                        return;
                    }
                    server = connected.channel();
                    if (isCut) {
                        reset(server);
                        return;
                    }
                    if (!client.isActive()) {
                        server.close();
                        return;
                    }
                    toServer.begin(client, server);
                    toClient.begin(server, client);
                });
    }

    void stall() {
        toServer.setStalled(true);
        toClient.setStalled(true);
    }

    void resume() {
        toServer.setStalled(false);
        toClient.setStalled(false);
    }

    /** Resets both sides; that to the server as soon as there is one. */
    void cut() {
        isCut = true;
        reset(client);
        if (server != null) {
            reset(server);
        }
    }

    /** Linger 0 makes the close a reset. */
    private static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}
