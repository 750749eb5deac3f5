package dev.herald.server.benchmark;

import java.io.PrintStream;
import java.util.Comparator;

/**
 * What so many streams hold in the heap, class by class and by the stream. Immutable.
 *
 * @param held by the streams, their connections included
 * @param bare what as many connections hold without any stream
 */
record ClassTable(ClassHistogram held, ClassHistogram bare, int streams) {
    private static final int CLASSES_SHOWN = 25;

    /** The largest classes, in the order of their bytes. */
    void print(PrintStream out) {
        out.printf(
                "heap a stream: %,.0f bytes, of which %,.0f are the bare channel and %,.0f the stream and all that holds it%n",
                aStream(held.bytes()), aStream(bare.bytes()), aStream(held.bytes() - bare.bytes()));
        out.printf("%n%12s %12s %12s   %s%n", "instances", "bytes", "bare channel", "a stream, by class");
        held.byClass().keySet().stream()
                .sorted(Comparator.comparingLong((String name) -> held.of(name).bytes())
                        .reversed())
                .limit(CLASSES_SHOWN)
                .forEach(name -> out.printf(
                        "%12.2f %12.1f %12.1f   %s%n",
                        aStream(held.of(name).instances()),
                        aStream(held.of(name).bytes()),
                        aStream(bare.of(name).bytes()),
                        name));
        out.println();
    }

    private double aStream(long total) {
        return (double) total / streams;
    }
}
