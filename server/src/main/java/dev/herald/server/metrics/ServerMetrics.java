package dev.herald.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Every meter of the server, named in one place; docs/API.md lists them. Thread-safe. */
public final class ServerMetrics {
    private final MeterRegistry registry;
    private final Counter opened;
    private final Counter published;
    private final Counter delivered;
    private final Counter fellBehind;
    private final Timer publishToWrite;

    public ServerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.opened = counter("herald.streams.opened", "Streams opened");
        this.published = counter(
                "herald.events.published",
                "Publishes that this node acknowledged, repeats of an Idempotency-Key included");
        this.delivered = counter("herald.frames.delivered", "Events written to streams");
        this.fellBehind = counter("herald.streams.fell.behind", "Times that a live stream's socket took no more bytes");
        this.publishToWrite = Timer.builder("herald.publish.to.write")
                .description("From a publish handed in to the same event written to the streams of one event loop")
                .serviceLevelObjectives(buckets())
                .register(registry);
    }

    public void streamOpened() {
        opened.increment();
    }

    /** A stream that was open has ended. */
    public void streamClosed(String reason) {
        byReason("herald.streams.closed", "Streams that have ended", reason).increment();
    }

    /** A request was refused. */
    public void refused(String reason) {
        byReason("herald.refusals", "Requests and connections refused", reason).increment();
    }

    /** A stream was told that its position cannot be honoured. */
    public void reset(String reason) {
        byReason("herald.streams.reset", "Streams told that their position cannot be honoured", reason)
                .increment();
    }

    public void published() {
        published.increment();
    }

    public void delivered(int frames) {
        delivered.increment(frames);
    }

    public void fellBehind() {
        fellBehind.increment();
    }

    /** An event that was handed in at this {@link System#nanoTime} has been written. */
    public void publishToWrite(long sinceNanos) {
        publishToWrite.record(System.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS);
    }

    /** The number of open streams, asked for at each scrape. */
    public void openStreams(Supplier<Number> count) {
        gauge("herald.streams.open", "Streams open now", count);
    }

    /** The number of open sockets, asked for at each scrape. */
    public void openConnections(Supplier<Number> count) {
        gauge("herald.connections.open", "Sockets open now, those of streams included", count);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** The registry gives the same counter for the same name and reason. */
    private Counter byReason(String name, String description, String reason) {
        return Counter.builder(name)
                .description(description)
                .tag("reason", reason)
                .register(registry);
    }

    private static Duration[] buckets() {
        long[] micros = {250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000};
        Duration[] buckets = new Duration[micros.length];
        for (int i = 0; i < micros.length; i++) {
            buckets[i] = Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros[i]));
        }
        return buckets;
    }
}
