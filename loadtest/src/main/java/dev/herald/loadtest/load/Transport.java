package dev.herald.loadtest.load;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;

/** Epoll where it is, NIO elsewhere. Immutable. */
public record Transport(
        IoHandlerFactory ioHandlers,
        Class<? extends SocketChannel> socket,
        Class<? extends ServerSocketChannel> server) {

    /** Loops that are woken by whatever comes. */
    public static Transport best() {
        return best(DefaultSelectStrategyFactory.INSTANCE);
    }

    /** Loops that look once a tick at what has come; with a tick of zero, that are woken by it. */
    static Transport best(Duration tick) {
        return tick.isZero() ? best() : best(() -> new TickingSelect(tick));
    }

    private static Transport best(SelectStrategyFactory select) {
        return Epoll.isAvailable()
                ? new Transport(
                        EpollIoHandler.newFactory(0, select), EpollSocketChannel.class, EpollServerSocketChannel.class)
                : new Transport(
                        NioIoHandler.newFactory(SelectorProvider.provider(), select),
                        NioSocketChannel.class,
                        NioServerSocketChannel.class);
    }
}
