package dev.herald.loadtest;

import dev.herald.loadtest.proxy.FaultPlan;
import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** Fault plans as people type them: {@code delay=20ms,cut=0.01,stall=0.05}, each part optional. Immutable. */
final class FaultPlans {
    private FaultPlans() {}

    static FaultPlan parse(String text) {
        Duration delay = Duration.ZERO;
        double cut = 0;
        double stall = 0;
        for (String part : text.split(",", -1)) {
            String value = part.substring(part.indexOf('=') + 1);
            switch (part.substring(0, Math.max(0, part.indexOf('=')))) {
                case "delay" -> delay = Durations.parse(value);
                case "cut" -> cut = share(value);
                case "stall" -> stall = share(value);
                default ->
                    throw new TypeConversionException("\"" + part + "\" is none of delay=TIME, cut=SHARE, stall=SHARE");
            }
        }
        return new FaultPlan(delay, cut, stall);
    }

    private static double share(String text) {
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // told below, as a number out of range is
        }
        throw new TypeConversionException("\"" + text + "\" is no share from 0 to 1");
    }
}
