package dev.herald.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that must be told its own, or that comes back at it. It is below those that systems give away by
 * themselves, so that no connection is given it before the server binds it. Thread-safe.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int END = 30_000;
    private static final int TRIES = 100;

    private FreePort() {}

    public static int any() {
        for (int triesLeft = TRIES; triesLeft > 0; triesLeft--) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken
            }
        }
        throw new IllegalStateException("no free port among " + TRIES);
    }
}
