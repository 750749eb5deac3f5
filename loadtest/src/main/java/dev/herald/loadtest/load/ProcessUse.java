package dev.herald.loadtest.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What processes have used so far, as Linux tells it under {@code /proc}. Immutable.
 *
 * @param cpuSeconds user and system time since they began, to a hundredth of a second
 * @param residentBytes memory that is in use now
 */
public record ProcessUse(double cpuSeconds, long residentBytes) {
    /** USER_HZ, which is 100 on every architecture that the JDK runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** The sum over some processes; those that have ended count nothing. */
    static ProcessUse of(List<Long> pids) {
        double cpu = 0;
        long resident = 0;
        for (long pid : pids) {
            Path proc = Path.of("/proc/" + pid);
            if (Files.exists(proc)) {
                cpu += cpuSeconds(proc);
                resident += residentBytes(proc);
            }
        }
        return new ProcessUse(cpu, resident);
    }

    static ProcessUse ofSelf() {
        return of(List.of(ProcessHandle.current().pid()));
    }

    private static double cpuSeconds(Path proc) {
        String stat = read(proc.resolve("stat"));
        // The command's name may hold spaces and parentheses, so count from behind its last parenthesis.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static long residentBytes(Path proc) {
        for (String line : read(proc.resolve("status")).lines().toList()) {
            if (line.startsWith("VmRSS:")) {
                return 1_024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
