package dev.herald.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The command line as a process of its own, as the start script would start it. */
public final class CliProcess implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> err = new LinkedBlockingQueue<>();
    private final List<Thread> readers = new ArrayList<>();

    private CliProcess(Process process) {
        this.process = process;
        readers.add(reader(process.getInputStream(), out));
        readers.add(reader(process.getErrorStream(), err));
    }

    /** Starts a command in this folder, with this on standard input. */
    public static CliProcess start(Path folder, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HERALD_"));
        try {
            Process process = builder.start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            return new CliProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    static Ended run(Path folder, String input, String... arguments) {
        try (CliProcess process = start(folder, input, arguments)) {
            return process.awaitEnd();
        }
    }

    /** What an ended process left behind. */
    public record Ended(int exitCode, List<String> out, List<String> err) {
        String line() {
            if (exitCode != 0 || out.size() != 1) {
                throw new AssertionError("expected one line, not " + this);
            }
            return out.get(0);
        }
    }

    /** The next line of standard output that is like this; those before it are dropped. */
    public String awaitOut(Predicate<String> like) {
        return await(out, like);
    }

    /** The same of standard error. */
    public String awaitErr(Predicate<String> like) {
        return await(err, like);
    }

    /** Asks the process to end (SIGTERM), by its handle: the Process itself would close what is still to be read. */
    public CliProcess terminate() {
        process.toHandle().destroy();
        return this;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    public Ended awaitEnd() {
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running; output " + out + err);
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return new Ended(process.exitValue(), List.copyOf(out), List.copyOf(err));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        awaitEnd();
    }

    private String await(BlockingQueue<String> lines, Predicate<String> like) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        try {
            while (true) {
                String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new AssertionError("no such line; standard error: " + err);
                }
                if (like.test(line)) {
                    return line;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread reader(InputStream stream, BlockingQueue<String> lines) {
        Thread reader = new Thread(
                () -> new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                        .lines()
                        .forEach(lines::add),
                "cli-process-reader");
        reader.start();
        return reader;
    }
}
