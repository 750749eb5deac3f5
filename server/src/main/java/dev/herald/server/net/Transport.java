package dev.herald.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import org.jspecify.annotations.Nullable;

/** The system interface that sockets are driven by. Immutable. */
public enum Transport {
    /** Epoll where it loads, else NIO. */
    AUTO {
        @Override
        Transport resolved() {
            return Epoll.isAvailable() ? EPOLL : NIO;
        }

        @Override
        IoHandlerFactory ioHandlers() {
            return resolved().ioHandlers();
        }

        @Override
        Class<? extends ServerChannel> serverChannel() {
            return resolved().serverChannel();
        }
    },
    EPOLL {
        @Override
        IoHandlerFactory ioHandlers() {
            require(Epoll.isAvailable(), "epoll", Epoll.unavailabilityCause());
            return EpollIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> serverChannel() {
            return EpollServerSocketChannel.class;
        }

        @Override
        void setSocketOptions(ServerBootstrap bootstrap, NetConfig config) {
            SocketOptions.ofListening(bootstrap, config);
        }
    },
    /** By choice only: a burst of connects has been seen to overflow its completion queue. */
    IO_URING {
        @Override
        IoHandlerFactory ioHandlers() {
            require(IoUring.isAvailable(), "io_uring", IoUring.unavailabilityCause());
            return IoUringIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> serverChannel() {
            return IoUringServerSocketChannel.class;
        }

        @Override
        void setSocketOptions(ServerBootstrap bootstrap, NetConfig config) {
            super.setSocketOptions(bootstrap, config);
            bootstrap.childOption(IoUringChannelOption.TCP_USER_TIMEOUT, (int)
                    config.userTimeout().toMillis());
        }
    },
    NIO {
        @Override
        IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> serverChannel() {
            return NioServerSocketChannel.class;
        }
    };

    /** This one, or what it stands for on this machine. */
    Transport resolved() {
        return this;
    }

    /** @throws IllegalStateException if it cannot be used on this machine */
    abstract IoHandlerFactory ioHandlers();

    abstract Class<? extends ServerChannel> serverChannel();

    /** Has every accepted socket carry the options that it should. */
    void setSocketOptions(ServerBootstrap bootstrap, NetConfig config) {
        SocketOptions.ofAccepted(bootstrap, config);
    }

    private static void require(boolean available, String name, @Nullable Throwable cause) {
        if (!available) {
            throw new IllegalStateException("server.transport " + name + " cannot be used here", cause);
        }
    }
}
