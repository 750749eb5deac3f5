package dev.herald.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {
    @ParameterizedTest
    @EnumSource
    void isExplained(Metric metric) throws IOException {
        assertThat(Files.readString(Path.of("../docs/LOADTEST.md"))).contains("`" + metric.text() + "`");
    }
}
