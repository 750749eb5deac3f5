package dev.herald.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the encoder writes, the parser reads; only the kind of line end is lost, as the standard has it. */
class SseRoundTripTest {
    private static final long SEED = System.nanoTime();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " leading space",
                "  two leading spaces",
                "trailing space ",
                "trailing newline\n",
                "two trailing newlines\n\n",
                "\nleading newline",
                "\n",
                "\n\n\n",
                "a\n\n\nb",
                "\ttab",
                ": no comment",
                "data: data: x",
                "a\u2028b\u2029c\u0085d",
                "nul\0nul",
                "\ufeffmark",
                "caf\u00e9 \u20ac \ud83d\ude00"
            })
    void keepsData(String data) {
        assertThat(roundTrip(new SseEvent("1", "message", data))).isEqualTo(new SseEvent("1", "message", data));
    }

    @Test
    void makesEveryLineEndLf() {
        assertThat(roundTrip(new SseEvent("1", "m", "a\rb\r\nc\n\rd\r\r\n\r")).data())
                .isEqualTo("a\nb\nc\n\nd\n\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {" leading", "trailing ", "a:b", ":", "\u20ac", "\ufeff"})
    void keepsIdAndName(String text) {
        assertThat(roundTrip(new SseEvent(text, text, "d"))).isEqualTo(new SseEvent(text, text, "d"));
    }

    @Test
    void keepsRandomStreamsInRandomPieces() {
        System.out.println("SseRoundTripTest seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            List<Object> said = new ArrayList<>();
            byte[] stream = randomStream(random, said);
            RecordingListener heard = new RecordingListener();
            SseParser parser = new SseParser(heard, stream.length + 1);
            for (int from = 0; from < stream.length; ) {
                int length = Math.min(random.nextInt(1 + stream.length / 3), stream.length - from);
                parser.feed(stream, from, length);
                from += length;
            }
            assertThat(heard.everything).as("seed %s, round %s", SEED, round).isEqualTo(said);
        }
    }

    private static byte[] randomStream(Random random, List<Object> said) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        String id = "";
        for (int blocks = random.nextInt(8); blocks >= 0; blocks--) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    String comment = randomText(random, " :ab\u20ac");
                    stream.writeBytes(SseEncoder.comment(comment));
                    said.add(comment);
                }
                case 1 -> {
                    Duration wait = Duration.ofMillis(random.nextLong() >>> (1 + random.nextInt(62)));
                    stream.writeBytes(SseEncoder.retry(wait));
                    said.add(wait);
                }
                case 2 -> {
                    id = "i" + randomText(random, " :ab\u20ac");
                    stream.writeBytes(SseEncoder.id(id));
                }
                default -> {
                    boolean hasId = random.nextBoolean();
                    id = hasId ? "i" + randomText(random, " :ab\u00e9") : id;
                    String name = "n" + randomText(random, " :ab\u00e9");
                    String data = randomText(random, " :ab\u00e9\u20ac\u2028\0\n\n\r\ud83d");
                    stream.writeBytes(SseEncoder.event(hasId ? id : null, name, data));
                    said.add(new SseEvent(id, name, data.replace("\r\n", "\n").replace('\r', '\n')));
                }
            }
        }
        return stream.toByteArray();
    }

    private static String randomText(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            text.append(c);
            if (Character.isHighSurrogate(c)) {
                text.append('\ude00');
            }
        }
        return text.toString();
    }

    private static SseEvent roundTrip(SseEvent event) {
        byte[] block = SseEncoder.event(event.lastEventId(), event.name(), event.data());
        RecordingListener heard = new RecordingListener();
        new SseParser(heard, block.length).feed(block, 0, block.length);
        assertThat(heard.everything).hasSize(1);
        return heard.events.get(0);
    }
}
