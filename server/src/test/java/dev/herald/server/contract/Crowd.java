package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Thousands of streams on one selector; each counts how often it has met the end of an event. Confined to one thread. */
public final class Crowd implements AutoCloseable {
    private static final byte[] EVENT_END = "}\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int OPENING_AT_ONCE = 200;

    private final Selector selector;
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

    public Crowd() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens one stream for each token, and returns when all have their head. */
    public void open(int port, List<String> tokens, Duration limit) {
        for (int from = 0; from < tokens.size(); from += OPENING_AT_ONCE) {
            List<String> next = tokens.subList(from, Math.min(tokens.size(), from + OPENING_AT_ONCE));
            next.forEach(token -> members.add(ask(port, token)));
            readUntil(limit, member -> member.isOpen());
        }
    }

    /** Reads until every stream has had so many events since it was opened. */
    public void awaitEvents(int events, Duration limit) {
        readUntil(limit, member -> member.events >= events);
        assertThat(members).allMatch(member -> member.events == events);
    }

    @Override
    public void close() {
        try {
            for (Member member : members) {
                member.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Member ask(int port, String token) {
        try {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String request = "GET /api/v1/auth/sse/notifications/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + token + "\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            Member member = new Member(channel);
            channel.register(selector, SelectionKey.OP_READ, member);
            return member;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readUntil(Duration limit, Predicate<Member> done) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Member> waiting = new ArrayList<>(members);
        waiting.removeIf(done);
        try {
            while (!waiting.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(waiting.size() + " of " + members.size() + " streams still wait");
                }
                selector.select(100);
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Member) key.attachment()).read(buffer);
                }
                selector.selectedKeys().clear();
                waiting.removeIf(done);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Member {
        private final SocketChannel channel;
        private final StringBuilder head = new StringBuilder();
        private int matched;
        private int events;

        Member(SocketChannel channel) {
            this.channel = channel;
        }

        boolean isOpen() {
            return head.indexOf("\n\n\r\n") > 0;
        }

        void read(ByteBuffer buffer) throws IOException {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new AssertionError("the server closed a stream after: " + head);
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (!isOpen()) {
                    head.append((char) next);
                    assertHead();
                } else {
                    count(next);
                }
            }
        }

        private void assertHead() {
            if (head.length() == 15 && !head.toString().equals("HTTP/1.1 200 OK")) {
                throw new AssertionError("refused: " + head);
            }
        }

        private void count(byte next) {
            matched = next == EVENT_END[matched] ? matched + 1 : next == EVENT_END[0] ? 1 : 0;
            if (matched == EVENT_END.length) {
                matched = 0;
                events++;
            }
        }
    }
}
