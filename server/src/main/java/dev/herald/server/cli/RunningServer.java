package dev.herald.server.cli;

import dev.herald.server.HeraldConfig;
import dev.herald.server.HeraldServer;
import picocli.CommandLine.ExitCode;

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

    /**
     * Waits for SIGTERM or SIGINT and has the server drained; closed at once if interrupted. Returns the code that the
     * process should end with.
     */
    int untilStopped() {
        // For SIGHUP, and for a JVM that keeps its signals to itself; after a drain it does nothing.
        Thread draining = new Thread(server::drain, "herald-drain");
        Runtime.getRuntime().addShutdownHook(draining);
        try {
            int exitCode = StopSignals.listen().await();
            server.drain();
            return exitCode;
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(draining);
            server.close();
            return ExitCode.OK;
        }
    }
}
