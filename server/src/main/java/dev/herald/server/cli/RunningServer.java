package dev.herald.server.cli;

import dev.herald.server.HeraldConfig;
import dev.herald.server.HeraldServer;
import java.util.concurrent.CountDownLatch;

/** A server in this process, from its start until the process is told to end. Confined to the main thread. */
final class RunningServer {
    private final HeraldServer server;

    private RunningServer(HeraldServer server) {
        this.server = server;
    }

    /** Starts one, whose reason is the message when it cannot. */
    static RunningServer start(HeraldConfig config) {
        try {
            return new RunningServer(HeraldServer.start(config));
        } catch (RuntimeException e) {
            throw new CommandFailure("the server cannot start: " + e.getMessage(), e);
        }
    }

    HeraldServer server() {
        return server;
    }

    /** Waits for SIGTERM or SIGINT, and has the server closed before the process ends; also if interrupted. */
    void untilStopped() {
        Thread closing = new Thread(server::close, "herald-close");
        Runtime.getRuntime().addShutdownHook(closing);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(closing);
            server.close();
        }
    }
}
