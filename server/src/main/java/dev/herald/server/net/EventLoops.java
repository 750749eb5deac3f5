package dev.herald.server.net;

import io.netty.channel.EventLoopGroup;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads that drive sockets: one that accepts, and those of the connections. Thread-safe. */
public final class EventLoops implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final Transport transport;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup connections;
    private final int count;

    public EventLoops(NetConfig config) {
        this.transport = config.transport().resolved();
        this.count = config.eventLoops() == 0 ? allCoresButOne() : config.eventLoops();
        this.acceptor = new SocketLoops(1, new DefaultThreadFactory("herald-acceptor", true), transport.ioHandlers());
        this.connections = new SocketLoops(count, new LoopThreads("herald-loop"), transport.ioHandlers());
    }

    /** The log, session checks, the collector and the compiler have work as well: a loop that waits for a core is late. */
    private static int allCoresButOne() {
        return Math.max(1, NettyRuntime.availableProcessors() - 1);
    }

    /** Whether this thread drives connections, of whichever server in this process. */
    public static boolean isCurrentThread() {
        return LoopThreads.isOne(Thread.currentThread());
    }

    public EventLoopGroup connections() {
        return connections;
    }

    /** How many threads drive connections. */
    public int count() {
        return count;
    }

    Transport transport() {
        return transport;
    }

    EventLoopGroup acceptor() {
        return acceptor;
    }

    /** Closes every socket that is left and ends the threads, within five seconds. */
    @Override
    public void close() {
        acceptor.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        connections.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        acceptor.terminationFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        connections.terminationFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
