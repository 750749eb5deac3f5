package dev.herald.server.benchmark;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Parsed;
import dev.herald.protocol.PublishReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The body of a publish to an event that is valid by construction. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublishReaderBenchmark {
    private final PublishReader reader = new PublishReader(64 * 1024);

    /** Items of about 40 bytes in the event's data. */
    @Param({"2", "50"})
    public int items;

    private byte[] body;

    @Setup
    public void prepare() {
        String item = "{\"id\":12345,\"name\":\"a name\",\"on\":true}";
        String data = "[" + (item + ",").repeat(items - 1) + item + "]";
        body = ("{\"user\":\"user-42\",\"type\":\"ORDER\",\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
        if (!(read() instanceof Parsed.Valid<NewEvent>)) {
            throw new IllegalStateException("the body is not valid: " + read());
        }
    }

    @Benchmark
    public Parsed<NewEvent> read() {
        return reader.read(body);
    }
}
