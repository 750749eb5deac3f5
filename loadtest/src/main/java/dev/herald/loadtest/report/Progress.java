package dev.herald.loadtest.report;

import dev.herald.loadtest.load.Phase;
import dev.herald.loadtest.load.Second;
import java.util.Locale;

/** One line for each second of a run. Immutable. */
public final class Progress {
    private Progress() {}

    public static String line(Second second) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%5.1f s  %-10s  %7s open  %9s deliveries/s",
                second.at(),
                name(second.phase()),
                Numbers.whole(second.open()),
                Numbers.whole(second.deliveriesPerSecond())));
        if (second.maxMillis() > 0) {
            line.append("  p50 ").append(Numbers.rounded(second.p50Millis())).append(" ms");
            line.append("  p99 ").append(Numbers.rounded(second.p99Millis())).append(" ms");
        }
        if (second.serverMegabytes() > 0) {
            line.append("  server ")
                    .append(Numbers.whole(100 * second.serverCores()))
                    .append(" % ");
            line.append(Numbers.whole(second.serverMegabytes())).append(" MB");
        }
        line.append("  ")
                .append(Numbers.whole((double) second.problems()))
                .append(second.problems() == 1 ? " problem" : " problems");
        return line.toString();
    }

    private static String name(Phase phase) {
        return switch (phase) {
            case OPENING -> "opening";
            case WARMING_UP -> "warming up";
            case MEASURING -> "measuring";
            case DRAINING -> "draining";
        };
    }
}
