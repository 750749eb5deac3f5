package dev.herald.server.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark still runs. What it prints here says nothing. */
class BenchmarksTest {
    /** JMH allows one run a machine, since two would disturb each other's figures; here there are none. */
    private static final String IGNORE_LOCK = "jmh.ignoreLock";

    @Test
    void everyJmhBenchmarkRunsOnce() throws RunnerException {
        System.setProperty(IGNORE_LOCK, "true");
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .mode(Mode.SingleShotTime)
                            .forks(0)
                            .warmupIterations(0)
                            .measurementIterations(1)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
            assertThat(results)
                    .extracting(result -> result.getParams().getBenchmark())
                    .anyMatch(name -> name.endsWith("HubBenchmark.broadcast"))
                    .anyMatch(name -> name.endsWith("SseBenchmark.encode"))
                    .anyMatch(name -> name.endsWith("SseBenchmark.parse"))
                    .anyMatch(name -> name.endsWith("PublishReaderBenchmark.read"))
                    .anyMatch(name -> name.endsWith("TokenBenchmark.verify"));
        } finally {
            System.clearProperty(IGNORE_LOCK);
        }
    }

    @Test
    void streamsAreWeighed() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new StreamsBenchmark(
                        200, Duration.ofMillis(100), Duration.ZERO, new PrintStream(said, true, StandardCharsets.UTF_8))
                .run();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("heap a stream: ")
                .contains(" dev.herald.server.stream.EventStream")
                .contains("heartbeats: ") // how many fall into the time, a busy machine decides
                .contains("broadcast to all: ");
    }
}
