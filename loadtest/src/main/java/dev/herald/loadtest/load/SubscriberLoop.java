package dev.herald.loadtest.load;

import dev.herald.loadtest.load.Subscriber.State;
import dev.herald.loadtest.wire.Requests;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The subscribers of one event loop: opens them at a steady rate, opens again those that are lost, and keeps their
 * counters. Methods that say so may be called from any thread and hand over. Confined to its event loop.
 */
final class SubscriberLoop {
    /** Most streams of one loop that are connecting during the ramp, so that a slow server is not buried in SYNs. */
    static final int CONNECTING_MAX = 512;

    private static final int CONNECT_MILLIS_MAX = 30_000;
    private static final long RAMP_TICK_MILLIS = 5;
    private static final long REOPEN_MILLIS = 1_000;

    final Run run;
    final Requests requests;
    final Identities identities;
    final LoopStats stats = new LoopStats();
    final ReadBuffer readBuffer = new ReadBuffer();

    private final EventLoop eventLoop;
    private final Bootstrap bootstrap;
    private final List<InetAddress> sources;
    private final SocketAddress server;
    private final List<Subscriber> subscribers = new ArrayList<>();

    // event loop only
    private final Queue<Subscriber> waiting = new ArrayDeque<>();
    private int connecting;
    private int settled; // opened, or refused for good
    private boolean ended;
    private long herdNanos;
    private int herdRest;
    private long herdLastedNanos;

    SubscriberLoop(Plan plan, Run run, Identities identities, EventLoop eventLoop, Transport transport) {
        this.run = run;
        this.requests = plan.requests();
        this.identities = identities;
        this.eventLoop = eventLoop;
        this.server = plan.subscribeAt();
        this.sources = plan.streams().sources();
        eventLoop.terminationFuture().addListener(terminated -> readBuffer.release());
        this.bootstrap = new Bootstrap()
                .group(eventLoop)
                .channel(transport.socket())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
                .option(ChannelOption.RECVBUF_ALLOCATOR, readBuffer);
        if (plan.streams().receiveBufferBytes() > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, plan.streams().receiveBufferBytes());
        }
        if (!sources.isEmpty() && transport.socket() == EpollSocketChannel.class) {
            // The port is chosen at connect, when the whole four-tuple is known, so no port is taken twice over.
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** Before the start only. */
    void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    /** Begins the ramp. From any thread. */
    void start(double perSecond) {
        eventLoop.execute(() -> {
            waiting.addAll(subscribers);
            ramp(run.now(), 0, perSecond);
        });
    }

    private void ramp(long startNanos, long openedSoFar, double perSecond) {
        assert eventLoop.inEventLoop();
        long due = 1 + (long) ((run.now() - startNanos) * perSecond / TimeUnit.SECONDS.toNanos(1));
        long opened = openedSoFar;
        while (!ended && opened < due && connecting < CONNECTING_MAX && !waiting.isEmpty()) {
            connect(waiting.remove());
            opened++;
        }
        if (!ended && !waiting.isEmpty()) {
            long count = opened;
            eventLoop.schedule(() -> ramp(startNanos, count, perSecond), RAMP_TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void connect(Subscriber subscriber) {
        if (ended || subscriber.state != State.WAITING) {
            return;
        }
        subscriber.state = State.CONNECTING;
        connecting++;
        StreamHandler stream = new StreamHandler(subscriber, this);
        subscriber.stream = stream;
        Bootstrap connection = bootstrap.clone().handler(stream);
        ChannelFuture connected = sources.isEmpty()
                ? connection.connect(server)
                : connection.connect(server, new InetSocketAddress(sources.get(subscriber.number % sources.size()), 0));
        connected.addListener(done -> {
            if (!done.isSuccess() && subscriber.stream == stream) {
                stats.reasons.add("connect: " + done.cause().getClass().getSimpleName());
                onClosed(subscriber);
            }
        });
    }

    void onOpened(Subscriber subscriber, long tookNanos) {
        connecting--;
        subscriber.state = State.OPEN;
        subscriber.beginStream(run.isPublishing(run.now()));
        stats.open++;
        if (subscriber.openedOnce) {
            stats.counts.add(Count.REOPENED);
            stats.reopening.record(tookNanos);
        } else {
            subscriber.openedOnce = true;
            settled++;
            stats.counts.add(Count.OPENED);
            stats.opening.record(tookNanos);
        }
        if (subscriber.inHerd) {
            subscriber.inHerd = false;
            if (--herdRest == 0) {
                herdLastedNanos = run.now() - herdNanos;
            }
        }
        if (subscriber.stalled && subscriber.stream != null) {
            subscriber.stream.setReading(false);
        }
    }

    /** An answer other than 200. Final for 204 and 4xx, as for an event source, but 429 asks for patience. */
    void onRefused(Subscriber subscriber, int status) {
        stats.reasons.add(status == 0 ? "stream: answer is no HTTP" : "stream: status " + status);
        boolean isFinal = status != 429 && (status / 100 == 2 || status / 100 == 4);
        if (!isFinal) {
            onClosed(subscriber);
            return;
        }
        connecting--;
        subscriber.state = State.REFUSED;
        subscriber.stream = null;
        stats.counts.add(Count.REFUSED);
        if (!subscriber.openedOnce) {
            settled++;
        }
    }

    /** The connection failed or was lost; it is tried again after about the time that the server asked for. */
    void onClosed(Subscriber subscriber) {
        if (subscriber.state == State.OPEN) {
            stats.open--;
            stats.counts.add(Count.DISCONNECTED);
        } else {
            connecting--;
            stats.counts.add(Count.OPEN_FAILED);
        }
        subscriber.state = State.WAITING;
        subscriber.stream = null;
        if (!ended) {
            long base = subscriber.retryMillis >= 0 ? subscriber.retryMillis : REOPEN_MILLIS;
            long wait = base / 2 + ThreadLocalRandom.current().nextLong(base + 1);
            eventLoop.schedule(() -> connect(subscriber), wait, TimeUnit.MILLISECONDS);
        }
    }

    /** Closes every open stream and opens all at once, each with its last id. From any thread. */
    void herd() {
        eventLoop.execute(() -> {
            herdNanos = run.now();
            List<Subscriber> herd = subscribers.stream()
                    .filter(each -> each.state == State.OPEN)
                    .toList();
            herdRest = herd.size();
            for (Subscriber subscriber : herd) {
                if (subscriber.stream != null) {
                    subscriber.stream.abandon();
                }
                subscriber.state = State.WAITING;
                subscriber.inHerd = true;
                stats.open--;
            }
            herd.forEach(this::connect);
        });
    }

    /** Stops the streams that are to stall from reading, or lets them read again. From any thread. */
    void stall(boolean stalled) {
        eventLoop.execute(() -> {
            for (Subscriber subscriber : subscribers) {
                if (subscriber.stalls) {
                    subscriber.stalled = stalled;
                    if (subscriber.stream != null) {
                        subscriber.stream.setReading(!stalled);
                    }
                }
            }
        });
    }

    /** Closes all streams for good. From any thread. */
    void end() {
        eventLoop.execute(() -> {
            ended = true;
            for (Subscriber subscriber : subscribers) {
                if (subscriber.stream != null) {
                    subscriber.stream.abandon();
                }
            }
        });
    }

    Sample take() {
        assert eventLoop.inEventLoop();
        return stats.takeOnLoop();
    }

    int unsettled() {
        assert eventLoop.inEventLoop();
        return subscribers.size() - settled;
    }

    Shortfall shortfall(Promised promised) {
        assert eventLoop.inEventLoop();
        long lost = 0;
        long skipped = 0;
        long refused = 0;
        int streams = 0;
        for (Subscriber subscriber : subscribers) {
            if (subscriber.openedOnce) {
                long lostHere = subscriber.lost(promised);
                lost += lostHere;
                streams += lostHere > 0 ? 1 : 0;
                skipped += subscriber.skipped();
                refused += subscriber.receivedThoughRefused(promised);
            }
        }
        return new Shortfall(lost, streams, skipped, refused, herdRest, herdLastedNanos);
    }
}
