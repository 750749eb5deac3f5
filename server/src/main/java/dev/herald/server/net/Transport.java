package dev.herald.server.net;

/** The system interface that sockets are driven by. {@code AUTO} is epoll where it loads, else NIO. */
public enum Transport {
    AUTO,
    EPOLL,
    IO_URING,
    NIO
}
