package dev.herald.server.benchmark;

import dev.herald.server.benchmark.ClassHistogram.Count;
import java.io.PrintStream;
import java.util.Comparator;

/**
 * What so many streams hold in the heap, class by class and by the stream.
 *
 * @param before without the streams
 * @param bare with as many connections and no streams, or the same as {@code before} where that is not known
 * @param full with the streams
 */
record ClassTable(ClassHistogram before, ClassHistogram bare, ClassHistogram full, int streams) {
    private static final int CLASSES_SHOWN = 25;

    /** The largest classes, in the order of their bytes. */
    void print(PrintStream out) {
        out.printf("%n%12s %12s %12s   %s%n", "instances", "bytes", "bare channel", "a stream, by class");
        full.byClass().keySet().stream()
                .sorted(Comparator.comparingLong(
                                (String name) -> grown(full, name).bytes())
                        .reversed())
                .limit(CLASSES_SHOWN)
                .forEach(name -> out.printf(
                        "%12.2f %12.1f %12.1f   %s%n",
                        aStream(grown(full, name).instances()),
                        aStream(grown(full, name).bytes()),
                        aStream(grown(bare, name).bytes()),
                        name));
        out.println();
    }

    /** Bytes of heap a stream. */
    double bytes() {
        return aStream(full.bytes() - before.bytes());
    }

    /** Bytes of heap a connection without a stream. */
    double bareBytes() {
        return aStream(bare.bytes() - before.bytes());
    }

    private Count grown(ClassHistogram to, String name) {
        return to.of(name).minus(before.of(name));
    }

    private double aStream(long total) {
        return (double) total / streams;
    }
}
