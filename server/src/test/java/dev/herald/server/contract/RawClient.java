package dev.herald.server.contract;

import dev.herald.server.TestServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A socket that sends exactly these bytes and shows exactly what comes back. */
final class RawClient implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    private RawClient(int port) throws IOException {
        socket.setReceiveBufferSize(16 * 1024); // so that a client that stops reading is noticed soon
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(DEADLINE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static RawClient to(TestServer server) {
        try {
            return new RawClient(server.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request on a connection of its own, and its response. */
    static Response once(TestServer server, String method, String target, String body, String... headers) {
        try (RawClient client = to(server)) {
            return client.send(request(method, target, body, headers)).response();
        }
    }

    /** The text of a request that closes the connection after its answer. */
    static String request(String method, String target, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return request.append("Content-Length: " + length + "\r\nConnection: close\r\n\r\n")
                .append(body)
                .toString();
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends as much as the server will take; it may hang up meanwhile. */
    RawClient sendUnlessClosed(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) { // hung up on: what it said before can still be read
        }
        return this;
    }

    /** Sends one more piece; whether the connection still took it. */
    boolean drip(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends FIN and goes on reading. */
    RawClient halfClose() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one whole response, with a body by length, in chunks or until the end of the connection. */
    Response response() {
        try {
            String statusLine = line();
            Map<String, List<String>> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(": ");
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                        .add(line.substring(colon + 2));
            }
            return new Response(statusLine, headers, body(statusLine, headers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads so many bytes. */
    String read(int bytes) {
        try {
            return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads up to and with the first occurrence of this text. */
    String readUntil(String end) {
        StringBuilder text = new StringBuilder();
        try {
            while (text.length() < end.length()
                    || !text.substring(text.length() - end.length()).equals(end)) {
                int c = in.read();
                if (c < 0) {
                    throw new EOFException("after: " + text);
                }
                text.append((char) c);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("after: " + text, e);
        }
    }

    /** Everything until the server closes, by FIN or RST; fails if it does not. */
    String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                rest.write(c);
            }
        } catch (SocketException e) { // reset: closed as well
        } catch (IOException e) {
            throw new UncheckedIOException("not closed after: " + rest, e);
        }
        return rest.toString(StandardCharsets.UTF_8);
    }

    /** Closes with FIN. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes with RST. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String body(String statusLine, Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            int length = Integer.parseInt(headers.get("content-length").get(0));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("in the body");
            }
            return new String(body, StandardCharsets.UTF_8);
        }
        if (statusLine.contains(" 204 ") || statusLine.contains(" 100 ")) {
            return "";
        }
        return headers.containsKey("transfer-encoding") ? chunks() : rest();
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return body.toString(StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("in a line after: " + line);
            }
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }
}
