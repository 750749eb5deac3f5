package dev.herald.server.net;

import dev.herald.server.metrics.ServerMetrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;

/** The listening socket. Thread-safe. */
public final class Listener implements AutoCloseable {
    private static final int BACKLOG = 4_096;

    /** Bytes of one read. One for all connections: each with its own guess would cost a stream 90 bytes for good. */
    private static final RecvByteBufAllocator READS = new FixedRecvByteBufAllocator(8 * 1024);

    private final Channel channel;

    private Listener(Channel channel) {
        this.channel = channel;
    }

    /**
     * Binds. Blocks until it is done.
     *
     * @param writeBufferBytes unsent bytes at which a connection counts as not writable
     * @throws IllegalStateException if the address cannot be bound; its message says which and why
     */
    public static Listener bind(
            NetConfig config, EventLoops loops, ChannelHandler pipeline, int writeBufferBytes, ServerMetrics metrics) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.acceptor(), loops.connections())
                .channel(loops.transport().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new EarlyReadHandler())
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(writeBufferBytes / 2, writeBufferBytes))
                .childHandler(new Connections(config.connectionsMax(), pipeline, metrics));
        loops.transport().setSocketOptions(bootstrap, config);
        ChannelFuture bound = bootstrap
                .bind(new InetSocketAddress(config.host(), config.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "cannot listen at " + config.host() + ":" + config.port() + ": "
                            + bound.cause().getMessage() + "; choose another server.host or server.port",
                    bound.cause());
        }
        return new Listener(bound.channel());
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Stops accepting; open connections stay. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
