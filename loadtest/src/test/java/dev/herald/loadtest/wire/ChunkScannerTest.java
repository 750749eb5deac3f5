package dev.herald.loadtest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.loadtest.wire.ChunkScanner.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkScannerTest {
    private final StampScanner body = new StampScanner();
    private final AtomicInteger events = new AtomicInteger();

    @Test
    void joinsChunksWhereverTheBytesAreCut() {
        byte[] bytes = ascii(
                "6\r\nid: 42\r\n8;x=y\r\n\ndata: x\r\n0000B \r\n\n\ndata: yy\n\r\n1\r\n\n\r\n0\r\nA: b\r\n\r\nrest");
        for (int cut = 0; cut <= bytes.length; cut++) {
            ChunkScanner chunks = new ChunkScanner();
            StampScanner scanner = new StampScanner();
            events.set(0);
            chunks.feed(bytes, 0, cut, into(scanner));
            assertThat(chunks.feed(bytes, cut, bytes.length, into(scanner))).isEqualTo(Outcome.ENDED);
            assertThat(events).as("cut at " + cut).hasValue(2);
            assertThat(scanner.lastEventId()).hasToString("42");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "x\r\n", "-1\r\n", "123456789\r\n", "1\r\nab", "1\r\na\rb", "G"})
    void refusesWhatIsNoChunk(String text) {
        assertThat(feed(text)).isEqualTo(Outcome.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "12345678", "1\r\n", "1\r\na", "1\r\na\r\n", "0\r\n", "0\r\nA: b\r\n"})
    void waitsForMore(String text) {
        assertThat(feed(text)).isEqualTo(Outcome.MORE);
    }

    private Outcome feed(String text) {
        byte[] bytes = ascii(text);
        return new ChunkScanner().feed(bytes, 0, bytes.length, into(body));
    }

    private ChunkScanner.Body into(StampScanner scanner) {
        return (bytes, from, to) -> scanner.feed(bytes, from, to, counting());
    }

    private StampScanner.Sink counting() {
        return new StampScanner.Sink() {
            @Override
            public void onStamped(int run, int target, int sequence, long intendedNanos) {
                events.incrementAndGet();
            }

            @Override
            public void onOther(EventName name) {
                events.incrementAndGet();
            }

            @Override
            public void onRetry(long millis) {}
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
