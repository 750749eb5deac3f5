package dev.herald.server.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers one connection after the other as it was told to, and remembers what was asked. */
final class FakeStreamServer implements AutoCloseable {
    private static final String STREAM_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    private final ServerSocket listener;
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> held = new ArrayList<>();
    private final Thread thread;

    private record Answer(String bytes, boolean hold) {}

    private FakeStreamServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread = new Thread(this::serve, "fake-stream-server");
    }

    static FakeStreamServer create() throws IOException {
        return new FakeStreamServer();
    }

    /** The next connection is a stream of these bytes, and is cut behind them. */
    FakeStreamServer stream(String bytes) {
        answers.add(new Answer(STREAM_HEAD + bytes, false));
        return this;
    }

    /** The next connection is a stream of these bytes, and says no more. */
    FakeStreamServer silentStream(String bytes) {
        answers.add(new Answer(STREAM_HEAD + bytes, true));
        return this;
    }

    /** The next connection is answered with these bytes, whatever they are. */
    FakeStreamServer bytes(String bytes) {
        answers.add(new Answer(bytes, false));
        return this;
    }

    /** The next connection is answered with this status line's rest and headers, and this body. */
    FakeStreamServer refusal(String statusAndHeaders, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        answers.add(new Answer(
                "HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + length + "\r\n\r\n" + body, false));
        return this;
    }

    FakeStreamServer start() {
        thread.start();
        return this;
    }

    BaseUrl url() {
        return new BaseUrl("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The head of each request so far. */
    List<String> requests() {
        return requests;
    }

    private void serve() {
        try {
            for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
                Socket socket = listener.accept();
                held.add(socket);
                requests.add(head(socket));
                socket.getOutputStream().write(answer.bytes.getBytes(StandardCharsets.UTF_8));
                if (!answer.hold) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    private static String head(Socket socket) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder head = new StringBuilder();
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            listener.close();
            thread.join();
            for (Socket socket : held) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
