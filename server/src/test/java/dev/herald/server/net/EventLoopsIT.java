package dev.herald.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.herald.server.Altered;
import dev.herald.server.metrics.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.uring.IoUring;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The end of event loops that still have connections. Not over io_uring, which closes a socket only when the operations
 * under way on it have ended, and may not see that before its loop ends.
 */
class EventLoopsIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int MORE_THAN_SOCKETS_TAKE = 16 * 1024 * 1024;

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void theEndClosesConnections(Transport transport) throws Exception {
        assumeUsable(transport);
        try (OneConnection connection = new OneConnection(transport)) {
            connection.loops.close();
            connection.assertClosed();
        }
    }

    /** A loop asks whether its end has come before it runs its tasks; here the end comes behind the question. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void theEndClosesConnectionsWhenItComesWhileTheirLoopRunsATask(Transport transport) throws Exception {
        assumeUsable(transport);
        try (OneConnection connection = new OneConnection(transport)) {
            EventLoop loop = connection.accepted.eventLoop();
            CountDownLatch running = new CountDownLatch(1);
            loop.execute(() -> {
                running.countDown();
                while (!loop.isShuttingDown()) {
                    Thread.onSpinWait();
                }
            });
            running.await();
            connection.loops.close();
            connection.assertClosed();
        }
    }

    private static void assumeUsable(Transport transport) {
        assumeTrue(transport != Transport.IO_URING || IoUring.isAvailable());
    }

    /** A client that does not read what it is sent. */
    private static final class OneConnection implements AutoCloseable {
        private final EventLoops loops;
        private final Greeter greeter = new Greeter();
        private final Socket client;
        private final Channel accepted;

        OneConnection(Transport transport) throws Exception {
            loops = new EventLoops(config(transport));
            Listener listener = Listener.bind(
                    config(transport), loops, greeter, 64 * 1024, new ServerMetrics(new SimpleMeterRegistry()));
            client = new Socket(
                    InetAddress.getLoopbackAddress(), listener.address().getPort());
            accepted = greeter.channel.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            listener.close();
        }

        /** The server's side is closed and said so, what waited is released, and the client can see it. */
        void assertClosed() throws IOException {
            assertThat(accepted.isOpen()).isFalse();
            assertThat(greeter.inactive).succeedsWithin(SOON);
            assertThat(greeter.greeting.refCnt()).isZero();
            client.setSoTimeout((int) SOON.toMillis());
            assertThat(readToEnd()).isLessThan(MORE_THAN_SOCKETS_TAKE);
        }

        @Override
        public void close() throws IOException {
            client.close();
            loops.close();
        }

        private long readToEnd() throws IOException {
            try {
                return client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketException e) { // reset: closed as well
                return 0;
            }
        }

        private static NetConfig config(Transport transport) {
            return Altered.from(NetConfig.defaults().listeningAt("127.0.0.1", 0))
                    .with(NetConfig::transport, transport)
                    .with(NetConfig::eventLoops, 1)
                    .record();
        }
    }

    /** Sends each connection more than the sockets take. */
    @Sharable
    private static final class Greeter extends ChannelInboundHandlerAdapter {
        private final ByteBuf greeting =
                Unpooled.directBuffer(MORE_THAN_SOCKETS_TAKE).writeZero(MORE_THAN_SOCKETS_TAKE);
        private final CompletableFuture<Channel> channel = new CompletableFuture<>();
        private final CompletableFuture<Void> inactive = new CompletableFuture<>();

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(greeting);
            channel.complete(context.channel());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            inactive.complete(null);
        }
    }
}
