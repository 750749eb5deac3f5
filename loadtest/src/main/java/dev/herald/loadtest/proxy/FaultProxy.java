package dev.herald.loadtest.proxy;

import dev.herald.loadtest.load.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Passes TCP connections on to a server, and on demand delays what they carry, stalls them, or cuts them off with a
 * reset. Keeps at most {@link ProxiedConnection#HELD_BYTES_MAX} bytes for each connection and direction; beyond that the
 * sender feels the back-pressure. Methods may be called from any thread. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 4_096;

    private final EventLoopGroup group;
    private final EventLoop eventLoop;
    private final Channel listener;
    private volatile Duration delay = Duration.ZERO;

    // event loop only
    private final List<ProxiedConnection> connections = new ArrayList<>();
    private final List<Future<?>> following = new ArrayList<>();

    private FaultProxy(InetSocketAddress server) {
        Transport transport = Transport.best();
        group = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
        eventLoop = group.next();
        listener = new ServerBootstrap()
                .group(group)
                .channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        accept(client, server, transport);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Listens on a free port of the loopback address. */
    public static FaultProxy before(InetSocketAddress server) {
        return new FaultProxy(server);
    }

    /** Where clients connect to. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** What arrives from here on is passed on so much later, in both directions. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Passes nothing more on a share (0 to 1) of the connections, chosen at random; they stay open. */
    public void stall(double share) {
        some(share, ProxiedConnection::stall);
    }

    /** Ends every stall. */
    public void resume() {
        some(1, ProxiedConnection::resume);
    }

    /** Resets a share (0 to 1) of the connections, chosen at random, towards both sides; what they held is gone. */
    public void cut(double share) {
        some(share, ProxiedConnection::cut);
    }

    /** How many connections are open. */
    public int connections() {
        return eventLoop.submit(connections::size).syncUninterruptibly().getNow();
    }

    /** Applies a plan every second until {@link #calm}. */
    public void follow(FaultPlan plan) {
        delay(plan.delay());
        Future<?> next = eventLoop.scheduleAtFixedRate(
                () -> {
                    resume();
                    stall(plan.stalledShare());
                    cut(plan.cutShare());
                },
                1,
                1,
                TimeUnit.SECONDS);
        eventLoop.execute(() -> following.add(next));
    }

    /** Ends the plan and every stall; the delay stays. */
    public void calm() {
        eventLoop.execute(() -> {
            following.forEach(next -> next.cancel(false));
            following.clear();
            resume();
        });
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        cut(1);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void accept(Channel client, InetSocketAddress server, Transport transport) {
        ProxiedConnection connection = new ProxiedConnection(client, () -> delay);
        connections.add(connection);
        client.closeFuture().addListener(closed -> connections.remove(connection));
        connection.connect(server, transport);
    }

    private void some(double share, Consumer<ProxiedConnection> fault) {
        eventLoop.execute(() -> {
            List<ProxiedConnection> chosen = new ArrayList<>(connections);
            Collections.shuffle(chosen, ThreadLocalRandom.current());
            chosen.subList(0, (int) Math.round(share * chosen.size())).forEach(fault);
        });
    }
}
