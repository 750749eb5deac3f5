package dev.herald.loadtest.report;

import dev.herald.loadtest.load.Metric.Unit;
import java.util.Locale;

/** Numbers for people: thousands apart, three digits where more would pretend to be known. Immutable. */
final class Numbers {
    private Numbers() {}

    static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String rounded(double value) {
        double size = Math.abs(value);
        int digits = size >= 100 || value == 0 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    static String withUnit(double value, Unit unit) {
        String number = value == Math.rint(value) ? whole(value) : rounded(value);
        return unit == Unit.COUNT ? number : unit == Unit.PER_SECOND ? number + "/s" : number + " " + unit.text();
    }
}
