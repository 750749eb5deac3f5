package dev.herald.server.durability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A node in a process of its own, which can be killed as the kernel kills. Confined to the test's thread. */
final class ServerProcess implements AutoCloseable {
    static final String PORT = "port=";

    private final Process process;
    private final int port;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith(PORT)) {
            System.out.println("server: " + line);
            line = out.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the server ended before it listened");
        }
        this.port = Integer.parseInt(line.substring(PORT.length()));
        Thread rest =
                new Thread(() -> out.lines().forEach(said -> System.out.println("server: " + said)), "server-out");
        rest.setDaemon(true);
        rest.start();
    }

    /** Starts it, and returns when it listens. */
    static ServerProcess start(String databaseUrl) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it does not live long enough for more
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                databaseUrl);
        try {
            return new ServerProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** SIGKILL: nothing of it runs on, not even a line of clean-up. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
