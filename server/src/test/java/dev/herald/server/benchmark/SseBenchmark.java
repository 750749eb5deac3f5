package dev.herald.server.benchmark;

import dev.herald.protocol.Position;
import dev.herald.protocol.SseParser;
import dev.herald.server.hub.Frame;
import dev.herald.server.hub.Framing;
import dev.herald.server.log.Event;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** An event to its bytes, once however many receive it; a view of them, once a stream; and the bytes back to an event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SseBenchmark {
    private static final int EVENTS = 100;

    /** Bytes of JSON in an event. */
    @Param({"100", "2000"})
    public int size;

    private Event event;
    private ByteBuf chunk;
    private byte[] stream;
    private SseParser parser;
    private int parsed;

    @Setup
    public void prepare() {
        String data = "{\"type\":\"T\",\"data\":\"" + "x".repeat(size - 22) + "\"}";
        Position position = new Position(1_700_000_000_000L, 1_000_000);
        event = new Event(position, "message", data);
        chunk = Frame.chunkOf(Frame.encode(event));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 1; i <= EVENTS; i++) {
            all.writeBytes(Frame.encode(new Event(position.at(1_000_000 + i), "message", data)));
        }
        stream = all.toByteArray();
        parser = new SseParser(read -> parsed++, 1 << 20);
    }

    @TearDown
    public void release() {
        chunk.release();
    }

    @Benchmark
    public void encode() {
        Frame.chunkOf(Frame.encode(event)).release();
    }

    @Benchmark
    public void view(Blackhole hole) {
        ByteBuf view = Framing.CHUNKED.view(chunk);
        hole.consume(view);
        view.release();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int parse() {
        parser.feed(stream, 0, stream.length);
        return parsed;
    }
}
