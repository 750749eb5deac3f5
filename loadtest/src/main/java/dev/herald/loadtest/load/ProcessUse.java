package dev.herald.loadtest.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What processes have used so far, as Linux tells it under {@code /proc}. Immutable.
 *
 * @param cpuSeconds user and system time since they began, to a hundredth of a second
 * @param residentBytes memory that is in use now
 */
public record ProcessUse(double cpuSeconds, long residentBytes) {
    /** USER_HZ, which is 100 on every architecture that the JDK runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** The sum over some processes; null if there are none, or one has ended or cannot be read now. */
    static @Nullable ProcessUse of(List<Long> pids) {
        double cpu = 0;
        long resident = 0;
        try {
            for (long pid : pids) {
                Path proc = Path.of("/proc/" + pid);
                cpu += cpuSeconds(proc);
                resident += residentBytes(proc);
            }
        } catch (IOException e) {
            return null; // as with "Too many open files": what is measured besides goes on
        }
        return pids.isEmpty() ? null : new ProcessUse(cpu, resident);
    }

    /** CPU seconds of this process so far, for which no file is opened; not a number where they are not known. */
    static double ownCpuSeconds() {
        long nanos = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : -1;
        return nanos < 0 ? Double.NaN : nanos / 1e9;
    }

    /** CPU seconds a second since an earlier look; 0 if either is not known. */
    static double cores(@Nullable ProcessUse earlier, @Nullable ProcessUse later, double seconds) {
        return earlier == null || later == null ? 0 : (later.cpuSeconds - earlier.cpuSeconds) / seconds;
    }

    private static double cpuSeconds(Path proc) throws IOException {
        String stat = Files.readString(proc.resolve("stat"));
        // The command's name may hold spaces and parentheses, so count from behind its last parenthesis.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static long residentBytes(Path proc) throws IOException {
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1_024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new NoSuchFileException(proc.toString(), null, "it has ended, and its parent has not asked how");
    }
}
