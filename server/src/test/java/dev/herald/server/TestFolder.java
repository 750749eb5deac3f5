package dev.herald.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** A new folder that goes with all that is in it, for where JUnit's own cannot be had. Immutable. */
public record TestFolder(Path path) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public static TestFolder create() {
        try {
            return new TestFolder(Files.createTempDirectory("herald-test"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the disk that the module is built on: where others are kept may be memory. */
    public static TestFolder onDisk() {
        try {
            Path target = Files.createDirectories(Path.of("target"));
            return new TestFolder(Files.createTempDirectory(target, "herald-test"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String sqliteUrl() {
        return "jdbc:sqlite:" + path.resolve("herald.db");
    }

    @Override
    public void close() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.exists(path)) {
            try {
                delete();
            } catch (UncheckedIOException e) { // a browser that has been told to end may still be clearing up
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
