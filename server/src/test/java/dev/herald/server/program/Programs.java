package dev.herald.server.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the system's programs are. Immutable. */
public final class Programs {
    private Programs() {}

    /** The program of this name on the path, or where Debian puts servers. */
    public static Optional<Path> find(String name) {
        Stream<String> path = Pattern.compile(":").splitAsStream(System.getenv("PATH"));
        return Stream.concat(path, Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The same, where {@link NeedsProgram} has made sure of it. */
    public static Path path(String name) {
        return find(name).orElseThrow(() -> new AssertionError("no " + name + " on this machine"));
    }
}
