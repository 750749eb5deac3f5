package dev.herald.server.durability;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A TCP proxy on a port of its own that can cut, hold up and slow down what passes. Thread-safe. */
final class FaultProxy implements AutoCloseable {
    private static final long LOOK_NANOS = 1_000_000;

    private enum Mode {
        PASS,
        /** Bytes wait, connections stay open and new ones are accepted: a network that swallows. */
        STALL,
        /** Connections are reset, new ones at once. */
        CUT
    }

    private final int target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;
    private volatile long delayNanos;
    private volatile boolean closed;

    FaultProxy(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void pass() {
        mode = Mode.PASS;
        delayNanos = 0;
    }

    void stall() {
        mode = Mode.STALL;
    }

    /** Every piece that passes is late by so much, in each direction. */
    void slow(long millis) {
        delayNanos = millis * 1_000_000;
    }

    void cut() {
        mode = Mode.CUT;
        sockets.forEach(FaultProxy::reset);
    }

    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(FaultProxy::reset);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                start(() -> connect(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void connect(Socket client) {
        try {
            hold();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            start(() -> forward(server, client));
            forward(client, server);
        } catch (IOException e) {
            drop(client);
        }
    }

    private void forward(Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                LockSupport.parkNanos(delayNanos);
                hold();
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // cut, or one side has gone
        }
        drop(from);
        drop(to);
    }

    /** Returns when bytes may pass. */
    private void hold() throws IOException {
        while (mode == Mode.STALL && !closed) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (mode == Mode.CUT || closed) {
            throw new IOException("cut");
        }
    }

    private void drop(Socket socket) {
        sockets.remove(socket);
        reset(socket);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
