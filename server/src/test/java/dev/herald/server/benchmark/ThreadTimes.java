package dev.herald.server.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time that each thread of a process has used, as the scheduler counts it, to the nanosecond. Linux only. Immutable.
 */
final class ThreadTimes {
    /** What a thread is for, by its name. */
    enum Kind {
        LOOP("herald-loop"),
        ACCEPTOR("herald-acceptor"),
        BLOCKING("herald-blocking"),
        COMPILER("C1 ", "C2 ", "Sweeper"),
        COLLECTOR("G1 ", "GC Thread", "VM Thread"),
        OTHER("");

        private final List<String> prefixes;

        Kind(String... prefixes) {
            this.prefixes = List.of(prefixes);
        }

        private static Kind of(String thread) {
            for (Kind kind : values()) {
                if (kind.prefixes.stream().anyMatch(thread::startsWith)) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    private record ThreadTime(Kind kind, long nanos) {}

    private final Map<String, ThreadTime> byId;

    private ThreadTimes(Map<String, ThreadTime> byId) {
        this.byId = byId;
    }

    static ThreadTimes of(long pid) {
        Map<String, ThreadTime> byId = new HashMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                try {
                    Kind kind = Kind.of(Files.readString(task.resolve("comm")).strip());
                    String nanos = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
                    byId.put(task.getFileName().toString(), new ThreadTime(kind, Long.parseLong(nanos)));
                } catch (IOException e) {
                    continue; // it has ended meanwhile, as compiler threads do
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ThreadTimes(byId);
    }

    /** Microseconds used since then, by kind. */
    Map<Kind, Double> microsSince(ThreadTimes before) {
        Map<Kind, Double> micros = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            micros.put(kind, 0.0);
        }
        byId.forEach((id, now) -> {
            ThreadTime then = before.byId.get(id);
            micros.merge(now.kind, (now.nanos - (then == null ? 0 : then.nanos)) / 1e3, Double::sum);
        });
        return micros;
    }
}
