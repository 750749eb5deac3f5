package dev.herald.loadtest.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Durations in microseconds up to ten minutes, with three digits. Confined to one event loop, or to who took it. */
public final class Latencies {
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(10);

    private Histogram histogram = new Histogram(1, MICROS_MAX, 3);

    /** Durations of less than a microsecond count as one, those over ten minutes as ten minutes. */
    void record(long nanos) {
        histogram.recordValue(Math.max(1, Math.min(MICROS_MAX, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    void addAll(Latencies others) {
        if (!others.isEmpty()) { // it would walk through all the empty buckets
            histogram.add(others.histogram);
        }
    }

    /** What has been recorded since the last call. */
    Latencies take() {
        Latencies taken = new Latencies();
        if (histogram.getTotalCount() > 0) {
            Histogram empty = taken.histogram;
            taken.histogram = histogram;
            histogram = empty;
        }
        return taken;
    }

    public boolean isEmpty() {
        return histogram.getTotalCount() == 0;
    }

    /** In milliseconds; 0 if nothing was recorded. */
    public double millisAt(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** In milliseconds; 0 if nothing was recorded. */
    public double millisMax() {
        return histogram.getMaxValue() / 1_000.0;
    }

    /** In milliseconds; 0 if nothing was recorded. */
    public double millisMean() {
        return isEmpty() ? 0 : histogram.getMean() / 1_000.0;
    }
}
