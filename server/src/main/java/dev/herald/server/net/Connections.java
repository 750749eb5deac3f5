package dev.herald.server.net;

import dev.herald.server.metrics.ServerMetrics;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts sockets and gives each its pipeline; one too many is closed unheard. Thread-safe. */
final class Connections extends ChannelInitializer<SocketChannel> {
    private final int max;
    private final ChannelHandler pipeline;
    private final ServerMetrics metrics;
    private final AtomicInteger open = new AtomicInteger();
    private final ChannelFutureListener countOut = closed -> open.decrementAndGet();

    Connections(int max, ChannelHandler pipeline, ServerMetrics metrics) {
        this.max = max;
        this.pipeline = pipeline;
        this.metrics = metrics;
        metrics.openConnections(open::get);
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.closeFuture().addListener(countOut);
        if (open.incrementAndGet() > max) {
            metrics.refused("too_many_connections");
            channel.close();
        } else {
            channel.pipeline().addLast(pipeline);
        }
    }
}
