package dev.herald.loadtest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.SseEvent;
import dev.herald.protocol.SseListener;
import dev.herald.protocol.SseParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StampScannerTest {
    private static final String STAMP = "~0000002a000000070000000300000000000f4240";
    private static final Pattern STAMP_SHAPE =
            Pattern.compile("~([0-9a-fA-F]{8})([0-9a-fA-F]{8})([0-9a-fA-F]{8})([0-9a-fA-F]{16})");

    static List<String> streams() {
        return List.of(
                "data: " + STAMP + "\n\n",
                "id: 4\ndata: {\"type\":\"load\",\"data\":\"" + STAMP + "xxxx\"}\n\nid: 5\ndata: x\n\n",
                "\uFEFFdata: " + STAMP + "\r\n\r\ndata:" + STAMP + "\r\rdata",
                "\uFEFF\uFEFFdata: " + STAMP + "\n\ndata:y\n\n",
                ": comment " + STAMP + "\n:\n\nevent: heartbeat\nid: 9\ndata: {}\n\n",
                "event: reset\ndata: {}\nid: a\n\nevent: reset\n\nevent\ndata\n\nevent:other\nevent:reset\ndata:\n\n",
                "id: 1\ndata: one\n\nid\ndata: none\n\nid: a\0b\ndata: still none\n\n",
                "id: 1\nid: a\0b\ndata: one\n\nid: 2\n\ndata: two\n\nid: 3\nid: 4\ndata: cut",
                "retry: 50\nretry: 5x\nretry:\nretry: -1\nretry:  7\nretry\nretry:0\n\n",
                "dat: " + STAMP + "\ndatas: " + STAMP + "\nxdata: " + STAMP + "\n data: " + STAMP + "\n\n",
                "data: ~~00~" + STAMP + "\n\ndata: " + STAMP.substring(0, 40) + "\ndata: 0\n\ndata: ~\n\n",
                "data: a\ndata: b" + STAMP + "\ndata: c\n\n",
                "data:" + STAMP + STAMP.replace('2', '3') + "\ndata: " + STAMP.replace('2', '4') + "\n\n",
                "data: " + STAMP + "\nretry: 77\nid: 8\nfield: ~\n\n",
                "data: \u00e4\u20ac\ud83d\ude00" + STAMP + "\nid: \u00e4\n\n",
                "\n\n\r\r\r\n\r\ndata: " + STAMP.toUpperCase(Locale.ROOT) + "\n\n");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsAsTheParserDoesWhereverTheBytesAreCut(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<String> expected = parsed(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(scanned(bytes, cut, bytes.length)).as("cut at " + cut).isEqualTo(expected);
        }
        assertThat(scanned(bytes, bytes.length, 1)).as("byte by byte").isEqualTo(expected);
    }

    @Test
    void readsAsTheParserDoesWhateverComes() {
        String[] pieces = {
            "data",
            "id",
            "event",
            "retry",
            ":",
            ": ",
            " ",
            "\n",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            STAMP,
            "~",
            "0",
            "7",
            "x",
            "reset",
            "heartbeat",
            "\0",
            "\uFEFF"
        };
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder stream = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                stream.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
            assertThat(scanned(bytes, random.nextInt(bytes.length), 1 + random.nextInt(120)))
                    .as("seed " + seed)
                    .isEqualTo(parsed(bytes));
        }
    }

    @Test
    void readsWhatStampWrites() {
        byte[] payload = new byte[Stamp.LENGTH];
        new Stamp(42, 7, 3, 1_000_000).write(payload);
        assertThat(new String(payload, StandardCharsets.US_ASCII)).isEqualTo(STAMP);
        new Stamp(-1, Integer.MAX_VALUE, 1, Long.MAX_VALUE).write(payload);
        String text = new String(payload, StandardCharsets.US_ASCII);
        assertThat(scanned(("data:" + text + "\n\n").getBytes(StandardCharsets.US_ASCII), 0, 100))
                .containsExactly("stamp -1 2147483647 1 9223372036854775807 id ");
    }

    @Test
    void ignoresIdsThatAreTooLong() {
        String longest = "i".repeat(EventId.BYTES_MAX);
        StampScanner scanner = new StampScanner();
        feed(scanner, "id: " + longest + "\n\n");
        assertThat(scanner.lastEventId()).hasToString(longest);
        feed(scanner, "id: " + longest + "i\n\n");
        assertThat(scanner.lastEventId()).hasToString(longest);
    }

    private static void feed(StampScanner scanner, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        scanner.feed(bytes, 0, bytes.length, new Recorder(scanner));
    }

    /** Feeds the first {@code cut} bytes, then pieces of {@code step}; gives what was seen. */
    private static List<String> scanned(byte[] bytes, int cut, int step) {
        StampScanner scanner = new StampScanner();
        Recorder recorder = new Recorder(scanner);
        if (step == 1 && cut == bytes.length) {
            cut = 0;
        }
        scanner.feed(bytes, 0, cut, recorder);
        for (int i = cut; i < bytes.length; i += step) {
            scanner.feed(bytes, i, Math.min(bytes.length, i + step), recorder);
        }
        return recorder.seen;
    }

    private static List<String> parsed(byte[] bytes) {
        List<String> seen = new ArrayList<>();
        SseListener listener = new SseListener() {
            @Override
            public void onEvent(SseEvent event) {
                Matcher matcher = STAMP_SHAPE.matcher(event.data());
                if (matcher.find()) {
                    seen.add("stamp " + Integer.parseUnsignedInt(matcher.group(1), 16) + " "
                            + Integer.parseUnsignedInt(matcher.group(2), 16) + " "
                            + Integer.parseUnsignedInt(matcher.group(3), 16) + " "
                            + Long.parseUnsignedLong(matcher.group(4), 16) + " id " + event.lastEventId());
                } else {
                    String name = List.of("reset", "heartbeat").contains(event.name()) ? event.name() : "other";
                    seen.add(name + " id " + event.lastEventId());
                }
            }

            @Override
            public void onRetry(Duration retry) {
                seen.add("retry " + Math.min(3_600_000, retry.toMillis()));
            }
        };
        new SseParser(listener, 100_000).feed(bytes, 0, bytes.length);
        return seen;
    }

    private static final class Recorder implements StampScanner.Sink {
        private final StampScanner scanner;
        private final List<String> seen = new ArrayList<>();

        private Recorder(StampScanner scanner) {
            this.scanner = scanner;
        }

        @Override
        public void onStamped(int run, int target, int sequence, long intendedNanos) {
            seen.add("stamp " + run + " " + target + " " + sequence + " " + intendedNanos + " id "
                    + scanner.lastEventId());
        }

        @Override
        public void onOther(EventName name) {
            seen.add(name.name().toLowerCase(Locale.ROOT) + " id " + scanner.lastEventId());
        }

        @Override
        public void onRetry(long millis) {
            seen.add("retry " + millis);
        }
    }
}
