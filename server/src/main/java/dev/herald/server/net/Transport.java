package dev.herald.server.net;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
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
        ChannelOption<Integer> userTimeout() {
            return EpollChannelOption.TCP_USER_TIMEOUT;
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
        ChannelOption<Integer> userTimeout() {
            return IoUringChannelOption.TCP_USER_TIMEOUT;
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

    /** The option for TCP_USER_TIMEOUT, null where there is none. */
    @Nullable
    ChannelOption<Integer> userTimeout() {
        return null;
    }

    private static void require(boolean available, String name, @Nullable Throwable cause) {
        if (!available) {
            throw new IllegalStateException("server.transport " + name + " cannot be used here", cause);
        }
    }
}
