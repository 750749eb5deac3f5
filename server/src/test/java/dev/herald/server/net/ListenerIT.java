package dev.herald.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.herald.server.Altered;
import dev.herald.server.metrics.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListenerIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int SEND_BUFFER_BYTES = 48 * 1024;

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void acceptedSocketsCarryTheOptionsAndAreRead(Transport transport) throws Exception {
        assumeThat(transport != Transport.EPOLL || Epoll.isAvailable()).isTrue();
        NetConfig config = Altered.from(NetConfig.defaults().listeningAt("127.0.0.1", 0))
                .with(NetConfig::transport, transport)
                .with(NetConfig::sendBufferBytes, SEND_BUFFER_BYTES)
                .with(NetConfig::userTimeout, Duration.ofSeconds(17))
                .with(NetConfig::eventLoops, 1)
                .record();
        FirstBytes firstBytes = new FirstBytes();
        try (EventLoops loops = new EventLoops(config);
                Listener listener = Listener.bind(
                        config, loops, firstBytes, 64 * 1024, new ServerMetrics(new SimpleMeterRegistry()));
                Socket client = new Socket(
                        InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(firstBytes.read).succeedsWithin(SOON);
            ChannelConfig accepted = firstBytes.read.join();
            assertThat(accepted.getOption(ChannelOption.TCP_NODELAY)).isTrue();
            assertThat(accepted.getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
            // Linux doubles it, and Java's own sockets halve what it says.
            assertThat(accepted.getOption(ChannelOption.SO_SNDBUF)).isIn(SEND_BUFFER_BYTES, 2 * SEND_BUFFER_BYTES);
            if (transport == Transport.EPOLL) {
                assertThat(accepted.getOption(EpollChannelOption.TCP_USER_TIMEOUT))
                        .isEqualTo(17_000);
            }
        }
    }

    @Sharable
    private static final class FirstBytes extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<ChannelConfig> read = new CompletableFuture<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            assertThat(message).isInstanceOf(ByteBuf.class);
            ReferenceCountUtil.release(message);
            read.complete(context.channel().config());
        }
    }
}
