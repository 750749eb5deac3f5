package dev.herald.server;

import dev.herald.protocol.SseEvent;
import dev.herald.protocol.SseListener;
import dev.herald.protocol.SseParser;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client of one stream over a plain socket: it sees every byte, checks the chunks, and can be made to stop reading.
 * Comments are kept apart from events; heartbeats are events like any other.
 */
public final class SseClient implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 20;

    private final Socket socket;
    private final InputStream in;
    private final String statusLine;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final BlockingQueue<SseEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> comments = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final SseParser parser = new SseParser(
            new SseListener() {
                @Override
                public void onEvent(SseEvent event) {
                    events.add(event);
                }

                @Override
                public void onRetry(Duration retry) {
                    retryMillis = retry.toMillis();
                }

                @Override
                public void onComment(String comment) {
                    comments.add(comment);
                }
            },
            10 * 1024 * 1024);
    private volatile boolean endedCleanly;
    private volatile String lastEventId = "";
    private volatile long retryMillis = -1;

    private SseClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.statusLine = line();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim(),
                    (one, other) -> one + "," + other);
        }
    }

    /** Sends a GET for the target with these header lines and reads the response head; then events, on a thread. */
    public static SseClient open(int port, String target, String... headers) {
        SseClient client = openUnread(port, target, headers);
        client.read();
        return client;
    }

    /** The same, but nothing behind the head is read until {@link #read}. */
    public static SseClient openUnread(int port, String target, String... headers) {
        return openAs("HTTP/1.1", port, target, headers);
    }

    /** The same, speaking another version of HTTP. */
    public static SseClient openAs(String version, int port, String target, String... headers) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(16 * 1024); // so that a client that stops reading is noticed soon
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(60_000);
            StringBuilder request = new StringBuilder("GET " + target + " " + version + "\r\nHost: localhost\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            return new SseClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to read the body. */
    public void read() {
        Thread reader = new Thread(this::readBody, "sse-client");
        reader.setDaemon(true);
        reader.start();
    }

    public int status() {
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    /** A header's value, several joined by a comma; null if it is absent. */
    public String header(String name) {
        return headers.get(name);
    }

    /** The next event; fails if none comes in time. */
    public SseEvent next() {
        try {
            SseEvent event = events.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError(
                        "no event within " + DEADLINE_SECONDS + " s; ended=" + (ended.getCount() == 0));
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The next so many events. */
    public List<SseEvent> next(int count) {
        List<SseEvent> next = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            next.add(next());
        }
        return next;
    }

    /** The next comment; fails if none comes in time. */
    public String nextComment() {
        try {
            String comment = comments.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (comment == null) {
                throw new AssertionError("no comment within " + DEADLINE_SECONDS + " s");
            }
            return comment;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Events that have arrived and were not asked for yet. */
    public List<SseEvent> unread() {
        return List.copyOf(events);
    }

    /** How long a browser would wait before it comes back; -1 if the server has not said. */
    public long retryMillis() {
        return retryMillis;
    }

    /** The id that a browser would resume with now. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Waits for the end of the body; whether it was a proper one, with the last chunk. */
    public boolean awaitEnd() {
        try {
            if (!ended.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the stream has not ended within " + DEADLINE_SECONDS + " s");
            }
            return endedCleanly;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    public Socket socket() {
        return socket;
    }

    /** Closes with a FIN. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes with a RST. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readBody() {
        try {
            if ("chunked".equals(headers.get("transfer-encoding"))) {
                readChunks();
            } else {
                readPlain();
            }
        } catch (IOException e) {
            endedCleanly = false; // cut
        } finally {
            ended.countDown();
        }
    }

    private void readChunks() throws IOException {
        while (true) {
            int size = Integer.parseInt(line(), 16);
            feed(in.readNBytes(size), size);
            if (!line().isEmpty()) {
                throw new AssertionError("a chunk does not end where its size says");
            }
            if (size == 0) {
                endedCleanly = true;
                return;
            }
        }
    }

    private void readPlain() throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            int bytes = Integer.parseInt(length);
            feed(in.readNBytes(bytes), bytes);
        } else {
            byte[] buffer = new byte[8_192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                parser.feed(buffer, 0, read);
                lastEventId = parser.lastEventId();
            }
        }
        endedCleanly = true;
    }

    private void feed(byte[] bytes, int expected) throws IOException {
        if (bytes.length < expected) {
            throw new EOFException();
        }
        parser.feed(bytes, 0, bytes.length);
        lastEventId = parser.lastEventId();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }
}
