package dev.herald.server.contract;

import dev.herald.auth.DatabaseConfig;
import dev.herald.server.HeraldConfig;
import dev.herald.server.HeraldServer;
import dev.herald.server.TestServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own: nothing of the test's own is in its heap. Confined to the thread that started it. */
public final class ServerProcess implements AutoCloseable {
    private static final long END_SECONDS = 20;

    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter asked;
    private final int port;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
        this.asked = process.outputWriter(StandardCharsets.UTF_8);
        this.port = Integer.parseInt(answer());
    }

    /** Starts one with its database in this folder, and the JVM's defaults. */
    static ServerProcess start(Path folder) {
        return start(ServerProcess.class, folder);
    }

    /** Starts a program that answers as this one does, with the JVM's defaults but for these options. */
    public static ServerProcess start(Class<?> program, Path folder, String... jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName(), folder.toString()));
        try {
            return new ServerProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public int port() {
        return port;
    }

    /** Streams open now. */
    public int streams() {
        return Integer.parseInt(ask("streams"));
    }

    /** Bytes of heap in use after a collection. */
    long heapBytes() {
        return Long.parseLong(ask("heap"));
    }

    @Override
    public void close() {
        try {
            asked.close(); // it ends with its input
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server has not ended within " + END_SECONDS + " s");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String ask(String question) {
        try {
            asked.write(question + "\n");
            asked.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Log lines go to standard output as well. */
    private String answer() throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("= ")) {
                return line.substring(2);
            }
        }
        throw new IOException("the server has ended");
    }

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        HeraldConfig config = HeraldConfig.defaults(TestServer.SECRET)
                .with(TestServer.NET)
                .with(DatabaseConfig.of("jdbc:sqlite:" + Path.of(args[0], "herald.db")));
        try (HeraldServer server = HeraldServer.start(config);
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println("= " + server.port());
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                out.println("= " + answer(question.toLowerCase(Locale.ROOT), server));
            }
        }
    }

    private static long answer(String question, HeraldServer server) {
        if (question.equals("streams")) {
            return server.openStreams();
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
