package dev.herald.server.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens streams with as little work of its own as it can: requests made beforehand, blocking sockets on one thread, and
 * the answer read only when some hundred later requests are on their way. Confined to one thread.
 */
final class OpenedStreams implements AutoCloseable {
    private static final int UNDER_WAY_MAX = 256;
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final byte[] BLOCK_END = "\n\n\r\n".getBytes(StandardCharsets.US_ASCII); // of a chunk with an event

    private final InetSocketAddress server;
    private final InetAddress from;
    private final List<SocketChannel> sockets = new ArrayList<>();
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4 * 1024);

    /** @param from the address to call from: each has ports of its own, and a port rests for a minute after its use */
    OpenedStreams(InetSocketAddress server, InetAddress from) {
        this.server = server;
        this.from = from;
    }

    static ByteBuffer request(String token) {
        byte[] request = ("GET /api/v1/auth/sse/notifications/ HTTP/1.1\r\nHost: localhost\r\n"
                        + "Accept: text/event-stream\r\nCache-Control: no-cache\r\nAuthorization: Bearer " + token
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(request.length).put(request).flip();
    }

    /** Opens a stream with each request, and returns when all have their first block. */
    void open(List<ByteBuffer> requests) throws IOException {
        int answered = 0;
        for (ByteBuffer request : requests) {
            if (sockets.size() - answered >= UNDER_WAY_MAX) {
                awaitFirstBlock(sockets.get(answered++));
            }
            SocketChannel socket = SocketChannel.open();
            sockets.add(socket);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(server);
            socket.write(request);
        }
        while (answered < sockets.size()) {
            awaitFirstBlock(sockets.get(answered++));
        }
    }

    private void awaitFirstBlock(SocketChannel socket) throws IOException {
        answer.clear();
        while (!endsWithBlock()) {
            if (socket.read(answer) < 0) {
                throw new IOException("a stream was closed after: " + said());
            }
        }
        if (!said().startsWith(OK)) {
            throw new IOException("refused: " + said());
        }
    }

    private boolean endsWithBlock() {
        int start = answer.position() - BLOCK_END.length;
        for (int i = 0; i < BLOCK_END.length; i++) {
            if (start < 0 || answer.get(start + i) != BLOCK_END[i]) {
                return false;
            }
        }
        return true;
    }

    private String said() {
        return StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
