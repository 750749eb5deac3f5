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
import java.util.Map;
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
                        Duration.ZERO,
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        "-Xmx128m -XX:TieredStopAtLevel=1")
                .run(folder);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("60 bare connections: heap ")
                .contains("60 streams: heap ")
                .contains(" io.netty.channel.epoll.EpollSocketChannel")
                .contains(" us of CPU a stream and second")
                .containsPattern("a stream: heap -?[0-9,]+ bytes, resident -?[0-9,]+ bytes");
    }

    @Test
    void slopeIsThatOfTheLineOfLeastSquares() {
        List<Point> onLine = List.of(point(1, 15), point(2, 25), point(4, 45));
        assertThat(SocketsBenchmark.slope(onLine, Point::residentBytes)).isCloseTo(10, Offset.offset(1e-9));
        List<Point> scattered = List.of(point(0, 0), point(1, 3), point(2, 3));
        assertThat(SocketsBenchmark.slope(scattered, Point::residentBytes)).isCloseTo(1.5, Offset.offset(1e-9));
    }

    private static Point point(int streams, long residentBytes) {
        return new Point(streams, new ClassHistogram(Map.of()), residentBytes);
    }
}
