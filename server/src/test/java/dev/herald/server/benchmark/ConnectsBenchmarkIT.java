package dev.herald.server.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectsBenchmarkIT {
    @Test
    void opensAndClosesAreTimed(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new ConnectsBenchmark(300, 2, new PrintStream(said, true, StandardCharsets.UTF_8))
                .run(folder, "-Xmx128m -XX:TieredStopAtLevel=1");
        assertThat(said.toString(StandardCharsets.UTF_8))
                .containsPattern("round 2: +[0-9,]+ opened a second; open +[0-9.]+ \\(loop +[0-9.]+ acceptor ")
                .containsPattern("later half: +[0-9,]+ opened a second; open .*\\); close +[0-9.]+ \\(loop ");
    }
}
