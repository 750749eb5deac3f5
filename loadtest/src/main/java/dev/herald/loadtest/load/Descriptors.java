package dev.herald.loadtest.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/** Whether this process may open the files that a run needs, a socket being one. Immutable. */
public final class Descriptors {
    /** For the JVM, its libraries, event loops and reports. */
    static final int SPARE = 100;

    /** A stream through the proxy: the subscriber's end, and both of the proxy's. */
    private static final int PROXIED = 3;

    private Descriptors() {}

    /** What stands against the run, and what to do; empty if nothing does or the limit is not known. */
    public static Optional<String> shortage(Plan plan) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? shortage(plan, system.getMaxFileDescriptorCount())
                : Optional.empty();
    }

    static Optional<String> shortage(Plan plan, long limit) {
        long streams = (long) plan.streams().count() * (plan.isProxied() ? PROXIED : 1);
        long needed = streams + plan.publishing().connections() + SPARE;
        if (needed <= limit) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d streams%s and %,d publishers need %,d open files, and this process may have %,d: "
                        + "allow more (ulimit -Hn), or spread the streams over several runs",
                plan.streams().count(),
                plan.isProxied() ? " through the proxy" : "",
                plan.publishing().connections(),
                needed,
                limit));
    }
}
