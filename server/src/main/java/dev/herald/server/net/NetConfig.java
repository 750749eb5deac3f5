package dev.herald.server.net;

import java.time.Duration;

/**
 * Sockets and threads. Immutable.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param connectionsMax most open sockets; one more is closed as soon as it is accepted
 * @param requestTimeout from accept, or from the first byte after an answer, until a request is whole (slowloris)
 * @param keepAliveTimeout how long a connection may rest between two requests
 * @param sendBufferBytes SO_SNDBUF: what the kernel may hold for a client that does not read
 * @param userTimeout TCP_USER_TIMEOUT: unacknowledged bytes for this long mean that the client is gone (epoll and io_uring)
 * @param eventLoops threads that drive sockets; 0 means one for each core but one, which all else that a server does needs
 */
public record NetConfig(
        String host,
        int port,
        Transport transport,
        int connectionsMax,
        Duration requestTimeout,
        Duration keepAliveTimeout,
        int sendBufferBytes,
        Duration userTimeout,
        int eventLoops) {
    public static NetConfig defaults() {
        return new NetConfig(
                "0.0.0.0",
                8000,
                Transport.AUTO,
                1_000_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                128 * 1024,
                Duration.ofSeconds(60),
                0);
    }

    /** The same, listening at {@code host} and {@code port}. */
    public NetConfig listeningAt(String host, int port) {
        return new NetConfig(
                host,
                port,
                transport,
                connectionsMax,
                requestTimeout,
                keepAliveTimeout,
                sendBufferBytes,
                userTimeout,
                eventLoops);
    }
}
