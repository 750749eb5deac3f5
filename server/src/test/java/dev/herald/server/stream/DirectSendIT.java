package dev.herald.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real socket, since nothing else takes only a part of what it is given. */
class DirectSendIT {
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private EventLoopGroup loops;
    private Socket client;
    private Channel channel;

    @BeforeEach
    void connect() throws Exception {
        assumeThat(Epoll.isAvailable()).isTrue();
        loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, 4_096)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
                        accepted.add(channel);
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        client = new Socket();
        client.setReceiveBufferSize(4_096);
        client.connect(listening.localAddress());
        channel = accepted.poll(10, TimeUnit.SECONDS);
        listening.close().sync();
    }

    @AfterEach
    void close() throws Exception {
        if (loops != null) {
            client.close();
            channel.close().sync();
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void sendsAllThatFitsAndLeavesTheBufferAsItWas() throws Exception {
        ByteBuf chunk = Unpooled.directBuffer().writeBytes("hello".getBytes(StandardCharsets.US_ASCII));
        assertThat(onLoop(() -> DirectSend.tryNow(channel, chunk))).isEqualTo(5);
        assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
        assertThat(chunk.readableBytes()).isEqualTo(5);
        assertThat(chunk.release()).isTrue();
    }

    @Test
    void saysHowMuchOfTooMuchWasTakenAndThenNothing() throws Exception {
        ByteBuf chunk = Unpooled.directBuffer().writeZero(8 * 1024 * 1024);
        int sent = onLoop(() -> DirectSend.tryNow(channel, chunk));
        assertThat(sent).isBetween(1, chunk.readableBytes() - 1);
        int more = sent;
        while (more > 0) { // until the kernel has no room for either side
            more = onLoop(() -> DirectSend.tryNow(channel, chunk));
        }
        assertThat(channel.isActive()).isTrue();
        chunk.release();
    }

    @Test
    void waitsItsTurn() throws Exception {
        ByteBuf chunk = Unpooled.directBuffer().writeBytes(new byte[] {'b'});
        int sent = onLoop(() -> {
            channel.write(Unpooled.directBuffer().writeBytes(new byte[] {'a'}));
            return DirectSend.tryNow(channel, chunk);
        });
        assertThat(sent).isZero();
        onLoop(() -> channel.writeAndFlush(chunk));
        InputStream in = client.getInputStream();
        assertThat(in.readNBytes(2)).asString().isEqualTo("ab");
    }

    @Test
    void aClosedChannelTakesNothing() throws Exception {
        channel.close().sync();
        ByteBuf chunk = Unpooled.directBuffer().writeBytes(new byte[] {'a'});
        assertThat(onLoop(() -> DirectSend.tryNow(channel, chunk))).isZero();
        chunk.release();
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return channel.eventLoop().submit(task).get(10, TimeUnit.SECONDS);
    }
}
