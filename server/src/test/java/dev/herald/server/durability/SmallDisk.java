package dev.herald.server.durability;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of 4 MB in memory, which only root may mount; without that its tests do not apply. Confined to the test's thread. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount() {
        try {
            Path folder = Files.createTempDirectory("herald-disk");
            boolean mounted = Command.succeeds("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString());
            if (!mounted) {
                Files.delete(folder);
            }
            assumeTrue(mounted, "a disk can be mounted");
            return new SmallDisk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "jdbc:sqlite:" + folder.resolve("herald.db");
    }

    void grow() {
        if (!Command.succeeds("mount", "-o", "remount,size=64m", folder.toString())) {
            throw new IllegalStateException("cannot make the disk larger");
        }
    }

    @Override
    public void close() {
        Command.succeeds("umount", "-l", folder.toString());
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
