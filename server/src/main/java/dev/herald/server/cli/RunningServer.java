package dev.herald.server.cli;

import dev.herald.server.HeraldConfig;
import dev.herald.server.HeraldServer;
import picocli.CommandLine.ExitCode;

/** A server in this process, from its start until the process is told to end. Confined to the main thread. */
final class RunningServer {
    private final HeraldServer server;
    private final StopSignals signals;
    private final Thread draining;

    private RunningServer(HeraldServer server, StopSignals signals, Thread draining) {
        this.server = server;
        this.signals = signals;
        this.draining = draining;
    }

    /** Starts one, whose reason is the message when it cannot. From its return on, signals are heard. */
    static RunningServer start(HeraldConfig config) {
        try {
            HeraldServer server = HeraldServer.start(config);
            StopSignals signals = StopSignals.listen();
            // For SIGHUP, and for a JVM that keeps its signals to itself; after a drain it does nothing.
            Thread draining = new Thread(server::drain, "herald-drain");
            Runtime.getRuntime().addShutdownHook(draining);
            return new RunningServer(server, signals, draining);
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
        try {
            int exitCode = signals.await();
            server.drain();
            return exitCode;
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(draining);
            server.close();
            return ExitCode.OK;
        }
    }
}
