package dev.herald.server.durability;

import static org.awaitility.Awaitility.await;

import dev.herald.protocol.SseEvent;
import dev.herald.protocol.SseListener;
import dev.herald.protocol.SseParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many streams read by one thread, and some that are opened and never read. Events are told on that thread. Speaks
 * HTTP/1.0, where a body has no framing. Thread-safe.
 */
final class Crowd implements AutoCloseable {
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final int EVENT_BYTES_MAX = 1 << 20;

    private final int port;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Stream> opening = new ConcurrentLinkedQueue<>();
    private final List<SocketChannel> channels = new ArrayList<>(); // under this
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean closed;

    Crowd(int port) {
        this.port = port;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.thread = new Thread(this::run, "crowd");
        thread.start();
    }

    /** Opens a stream and reads it; {@code lastEventId} is null for one that begins now. */
    void open(String user, @Nullable String lastEventId, Consumer<SseEvent> events) {
        opening.add(new Stream(connect(user, lastEventId), events));
        selector.wakeup();
    }

    /** Opens a stream that takes nothing out of its socket. */
    void openStuck(String user) {
        connect(user, null);
    }

    /** Waits until so many of the streams that are read have had their first bytes. */
    void awaitBegun(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> begun.get() >= count);
    }

    /** Streams that have ended though nobody closed them here. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
            synchronized (this) {
                for (SocketChannel channel : channels) {
                    channel.close();
                }
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SocketChannel connect(String user, @Nullable String lastEventId) {
        String request = "GET /api/v1/auth/sse/notifications/ HTTP/1.0\r\nAuthorization: Bearer "
                + Nodes.userToken(user) + "\r\n" + (lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n")
                + "\r\n";
        try {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            synchronized (this) {
                channels.add(channel);
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        try {
            while (!closed) {
                for (Stream stream = opening.poll(); stream != null; stream = opening.poll()) {
                    stream.channel.configureBlocking(false);
                    stream.channel.register(selector, SelectionKey.OP_READ, stream);
                }
                selector.select(key -> read(key, buffer));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
        Stream stream = (Stream) key.attachment();
        buffer.clear();
        try {
            if (stream.channel.read(buffer) < 0) {
                throw new IOException("ended");
            }
            stream.feed(buffer.array(), buffer.position());
        } catch (IOException e) {
            key.cancel();
            ended.incrementAndGet();
        }
    }

    /** One that is read. Confined to the crowd's thread. */
    private final class Stream {
        private final SocketChannel channel;
        private final SseParser parser;
        private int headMatched;

        Stream(SocketChannel channel, Consumer<SseEvent> events) {
            this.channel = channel;
            this.parser = new SseParser(
                    new SseListener() {
                        @Override
                        public void onEvent(SseEvent event) {
                            events.accept(event);
                        }
                    },
                    EVENT_BYTES_MAX);
        }

        void feed(byte[] bytes, int count) {
            int from = 0;
            while (headMatched < HEAD_END.length && from < count) {
                byte b = bytes[from++];
                headMatched = b == HEAD_END[headMatched] ? headMatched + 1 : b == HEAD_END[0] ? 1 : 0;
                if (headMatched == HEAD_END.length) {
                    begun.incrementAndGet();
                }
            }
            parser.feed(bytes, from, count - from);
        }
    }
}
