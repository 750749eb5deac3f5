package dev.herald.server.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.benchmark.SocketsBenchmark.Point;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketsBenchmarkIT {
    @Test
    void streamsAreWeighed(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new SocketsBenchmark(
                        new int[] {20, 40, 60},
                        Duration.ofMillis(100),
                        new PrintStream(said, true, StandardCharsets.UTF_8))
                .run(folder);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("60 streams: heap ")
                .contains(" us of CPU a stream and second")
                .containsPattern("a stream: heap -?[0-9,]+ bytes, resident -?[0-9,]+ bytes");
    }

    @Test
    void slopeIsThatOfTheLineOfLeastSquares() {
        List<Point> onLine = List.of(new Point(1, 15, 8), new Point(2, 25, 6), new Point(4, 45, 2));
        assertThat(SocketsBenchmark.slope(onLine, Point::heapBytes)).isCloseTo(10, Offset.offset(1e-9));
        assertThat(SocketsBenchmark.slope(onLine, Point::residentBytes)).isCloseTo(-2, Offset.offset(1e-9));
        List<Point> scattered = List.of(new Point(0, 0, 0), new Point(1, 3, 0), new Point(2, 3, 0));
        assertThat(SocketsBenchmark.slope(scattered, Point::heapBytes)).isCloseTo(1.5, Offset.offset(1e-9));
    }
}
