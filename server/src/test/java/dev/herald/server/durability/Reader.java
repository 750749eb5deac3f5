package dev.herald.server.durability;

import dev.herald.protocol.SseEvent;
import dev.herald.protocol.SseListener;
import dev.herald.protocol.SseParser;
import dev.herald.server.durability.Ledger.Received;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One user's stream, which comes back with its last id whenever it ends, as EventSource does. Speaks HTTP/1.0, where a
 * body has no framing. Thread-safe.
 */
final class Reader implements AutoCloseable {
    private static final Pattern TEXT = Pattern.compile("\"data\":\"([^\"]+)\"");
    private static final long PAUSE_NANOS = 20_000_000;
    private static final int EVENT_BYTES_MAX = 1 << 20;

    private final String user;
    private final IntSupplier port;
    private final Thread thread;

    // any thread
    private final List<Received> received = new ArrayList<>(); // under this
    private final List<String> resets = new ArrayList<>(); // under this
    private int opened; // under this
    private volatile @Nullable Socket socket;
    private volatile boolean closed;
    private volatile String lastEventId;

    private Reader(String user, IntSupplier port, String lastEventId) {
        this.user = user;
        this.port = port;
        this.lastEventId = lastEventId;
        this.thread = new Thread(this::run, "reader-" + user);
        this.thread.setDaemon(true);
    }

    /** Begins with what comes from now on. */
    static Reader start(String user, IntSupplier port) {
        return startAfter(user, port, "");
    }

    /** Begins with what came after this id. */
    static Reader startAfter(String user, IntSupplier port, String lastEventId) {
        Reader reader = new Reader(user, port, lastEventId);
        reader.thread.start();
        return reader;
    }

    String user() {
        return user;
    }

    String lastEventId() {
        return lastEventId;
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    synchronized int receivedCount() {
        return received.size();
    }

    /** Whether this is the last that it received. */
    synchronized boolean endsWith(String text) {
        return !received.isEmpty() && received.get(received.size() - 1).text().equals(text);
    }

    synchronized List<String> resets() {
        return List.copyOf(resets);
    }

    /** How often it was let in. */
    synchronized int opened() {
        return opened;
    }

    @Override
    public void close() {
        closed = true;
        Socket current = socket;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // then it is closed already
            }
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        String token = Nodes.userToken(user);
        while (!closed) {
            try (Socket current = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt())) {
                socket = current;
                read(current, token);
            } catch (IOException e) {
                // killed, cut or not there yet: come back
            }
            if (!closed) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void read(Socket current, String token) throws IOException {
        String id = lastEventId;
        String request = "GET /api/v1/auth/sse/notifications/ HTTP/1.0\r\nAuthorization: Bearer " + token + "\r\n"
                + (id.isEmpty() ? "" : "Last-Event-ID: " + id + "\r\n") + "\r\n";
        current.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = new BufferedInputStream(current.getInputStream(), 64 * 1024);
        if (!isAccepted(in) || closed) {
            return;
        }
        SseParser parser = new SseParser(new Listener(), EVENT_BYTES_MAX);
        byte[] buffer = new byte[64 * 1024];
        boolean first = true;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            parser.feed(buffer, 0, read);
            if (!parser.lastEventId().isEmpty()) {
                lastEventId = parser.lastEventId();
            }
            if (first) {
                first = false;
                letIn();
            }
        }
    }

    private synchronized void letIn() {
        opened++;
    }

    private static boolean isAccepted(InputStream in) throws IOException {
        boolean accepted = line(in).contains(" 200 ");
        while (!line(in).isEmpty()) {
            // headers
        }
        return accepted;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString().trim();
    }

    private final class Listener implements SseListener {
        @Override
        public void onEvent(SseEvent event) {
            Matcher text = TEXT.matcher(event.data());
            synchronized (Reader.this) {
                if (event.name().equals("reset")) {
                    resets.add(event.data());
                } else if (event.name().equals("message") && text.find()) {
                    received.add(new Received(event.lastEventId(), text.group(1)));
                }
            }
        }
    }
}
