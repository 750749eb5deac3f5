package dev.herald.server.cli;

import dev.herald.server.config.Source;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for where a server keeps what it writes. Confined to the main thread. */
final class DataFolder {
    @Option(
            names = {"--data-dir", "--data"},
            paramLabel = "DIR",
            description = "The server's data folder, as --set server.data-dir=DIR (default herald-data).")
    private @Nullable Path path;

    /** The folder that was asked for; null for the default. */
    @Nullable
    Path path() {
        return path;
    }

    /** What it sets. */
    List<Source> flags() {
        return flags(path);
    }

    static List<Source> flags(@Nullable Path path) {
        return path == null ? List.of() : List.of(Source.single("server.data-dir", path.toString(), "--data-dir"));
    }
}
