package dev.herald.server.durability;

import dev.herald.protocol.SseEvent;
import dev.herald.protocol.SseListener;
import dev.herald.protocol.SseParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Many streams that come back whenever they end, as browsers do: with their last id, after the time that the server asked
 * for. Each expects the same numbered events, once and in order. One thread; speaks HTTP/1.0, where a body has no
 * framing. Thread-safe.
 */
final class ReturningCrowd implements AutoCloseable {
    private static final int OPENS_PER_SECOND = 4_000;
    private static final int CONNECTS_AT_ONCE = 200; // a selector frees the files of closed channels in between only
    private static final long RETRY_MILLIS = 1_000; // unless the server has said otherwise
    private static final int EVENT_BYTES_MAX = 1 << 16;

    private final int port;
    private final Selector selector;
    private final Thread thread;
    private final PriorityQueue<Member> due = new PriorityQueue<>(Comparator.comparingLong(member -> member.dueNanos));
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private volatile boolean closed;

    // any thread
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();

    ReturningCrowd(int port, int count) throws IOException {
        this.port = port;
        this.selector = Selector.open();
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Member member = new Member(Nodes.userToken("u" + i));
            member.dueNanos = now + TimeUnit.SECONDS.toNanos(i) / OPENS_PER_SECOND;
            members.add(member);
            due.add(member);
        }
        this.thread = new Thread(this::run, "returning-crowd");
        thread.start();
    }

    /** Streams that are open now. */
    int open() {
        return open.get();
    }

    /** How often one was opened, in all. */
    int opened() {
        return opened.get();
    }

    /** How often one was told to come later, in all. */
    int turnedAway() {
        return turnedAway.get();
    }

    /** Events received, by all. */
    long received() {
        return received.get();
    }

    /** Ends all; what went wrong with any of them. */
    List<String> faults() {
        close();
        return members.stream().flatMap(member -> member.faults.stream()).toList();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
            for (SelectionKey key : List.copyOf(selector.keys())) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedSelectorException e) {
            // closed before
        }
    }

    private void run() {
        try {
            while (!closed) {
                Member next = due.peek();
                for (int i = 0; i < CONNECTS_AT_ONCE && next != null && next.isDue(); i++) {
                    due.remove().connect();
                    next = due.peek();
                }
                selector.select(key -> ((Member) key.attachment()).ready(key), 10);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One stream over all its connections. Confined to the crowd's thread until that has ended. */
    private final class Member implements SseListener {
        private final String token;
        private final List<String> faults = new ArrayList<>();
        private final StringBuilder head = new StringBuilder();
        private String lastEventId = "";
        private long retryMillis = RETRY_MILLIS;
        private int expected;
        private boolean streaming;
        private long dueNanos;
        private @Nullable SseParser parser;

        Member(String token) {
            this.token = token;
        }

        boolean isDue() {
            return dueNanos <= System.nanoTime();
        }

        void connect() throws IOException {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_CONNECT, this);
            head.setLength(0);
            parser = new SseParser(this, EVENT_BYTES_MAX);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        void ready(SelectionKey key) {
            SocketChannel channel = (SocketChannel) key.channel();
            try {
                if (key.isConnectable()) {
                    channel.finishConnect();
                    channel.write(ByteBuffer.wrap(request().getBytes(StandardCharsets.US_ASCII)));
                    key.interestOps(SelectionKey.OP_READ);
                } else {
                    buffer.clear();
                    if (channel.read(buffer) < 0) {
                        throw new IOException("ended");
                    }
                    feed(buffer.flip());
                }
            } catch (IOException e) {
                key.cancel();
                comeBack(channel);
            }
        }

        private String request() {
            return "GET /api/v1/auth/sse/notifications/ HTTP/1.0\r\nAuthorization: Bearer " + token + "\r\n"
                    + (lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n") + "\r\n";
        }

        private void feed(ByteBuffer bytes) {
            while (bytes.hasRemaining() && !streaming) {
                head.append((char) bytes.get());
                if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                    begin();
                }
            }
            if (streaming && parser != null) {
                parser.feed(bytes.array(), bytes.position(), bytes.remaining());
                lastEventId = parser.lastEventId().isEmpty() ? lastEventId : parser.lastEventId();
            }
        }

        private void begin() {
            String status = head.substring(9, 12);
            if (status.equals("200")) {
                streaming = true;
                open.incrementAndGet();
                opened.incrementAndGet();
            } else {
                turnedAway.incrementAndGet();
                if (!status.equals("503")) {
                    faults.add("refused for good: " + head);
                }
            }
        }

        private void comeBack(SocketChannel channel) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (streaming) {
                streaming = false;
                open.decrementAndGet();
            }
            long millis = retryMillis / 2 + ThreadLocalRandom.current().nextLong(retryMillis);
            dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            due.add(this);
        }

        @Override
        public void onEvent(SseEvent event) {
            if (event.name().equals("heartbeat")) {
                return;
            }
            if (!event.data().equals("{\"type\":\"T\",\"data\":" + expected + "}")) {
                faults.add("instead of " + expected + ": " + event);
            }
            expected++;
            received.incrementAndGet();
        }

        @Override
        public void onRetry(Duration retry) {
            retryMillis = retry.toMillis();
        }
    }
}
