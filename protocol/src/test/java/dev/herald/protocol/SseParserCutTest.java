package dev.herald.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a stream is cut, what it says is what the standard's own steps make of it whole. */
class SseParserCutTest {
    private static final long SEED = 9_206L;

    static List<byte[]> streams() {
        return List.of(
                utf8(""),
                utf8("\ufeff"),
                utf8("\ufeffdata: a\r\n\r\n\ufeffdata: b\r\rdata: c\n\n"),
                utf8("\ufeff\ufeffdata: a\n\ndata: b\n\n"),
                utf8("\r\n\r\n\n\r\r\ndata\r\rdata\rdata\r\n\r\ndata:\n"),
                utf8(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"),
                utf8(
                        "id: \u00e9\u20ac\ud83d\ude00\nevent: \u20ac\ndata: \ud83d\ude00\u2028\0\r\ndata: \u00e9\r\r: \u20ac\n"),
                utf8(
                        "retry: 10\nretry: x\nid: 1\0\nid: 2\n\nevent: a\n\nevent: b\ndata\n\nid:\n\ndata: end\n\nid: 3\ndata: lost"),
                utf8("datadata: a\n:\n::\n :\ndata:\ndata:: \nda\ndata : x\n\n"),
                new byte[] {
                    (byte) 0xEF, (byte) 0xBB, 'd', 'a', 't', 'a', ':', '1', '\n', '\n', 'd', 'a', 't', 'a', '\n', '\n'
                },
                new byte[] {(byte) 0xEF, 'd', 'a', 't', 'a', ':', '1', '\n', 'd', 'a', 't', 'a', '\n', '\n'},
                latin1("data: \u00ff\u00fe\u00e2\u0082\ndata: \u00ed\u00a0\u0080\r\u00f0\u009f\u0098\nid: \u00c3\n\n"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsStreamCutInTwoAnywhere(byte[] stream) {
        for (int cut = 0; cut <= stream.length; cut++) {
            RecordingListener heard = new RecordingListener();
            SseParser parser = new SseParser(heard, 1_000);
            parser.feed(stream, 0, cut);
            parser.feed(stream, cut, stream.length - cut);
            assertSame(stream, heard, parser, "cut at " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsStreamCutInThreeAnywhere(byte[] stream) {
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                RecordingListener heard = new RecordingListener();
                SseParser parser = new SseParser(heard, 1_000);
                parser.feed(stream, 0, first);
                parser.feed(stream, first, second - first);
                parser.feed(stream, second, stream.length - second);
                assertSame(stream, heard, parser, "cut at " + first + " and " + second);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsStreamByteByByte(byte[] stream) {
        RecordingListener heard = new RecordingListener();
        SseParser parser = new SseParser(heard, 1_000);
        for (int i = 0; i < stream.length; i++) {
            parser.feed(stream, i, 1);
            parser.feed(stream, i, 0);
        }
        assertSame(stream, heard, parser, "byte by byte");
    }

    /** Streams of the bytes and words that mean something, so that most lines are nearly right. */
    @Test
    void readsRandomStreamsInRandomPieces() {
        byte[][] words = {
            utf8("data"),
            utf8("data: "),
            utf8("event:"),
            utf8("id: "),
            utf8("id"),
            utf8("retry:"),
            utf8(":"),
            utf8(" "),
            utf8("\n"),
            utf8("\n"),
            utf8("\n\n"),
            utf8("\r"),
            utf8("\r\n"),
            utf8("\r\n\r\n"),
            utf8("\0"),
            utf8("\ufeff"),
            utf8("7"),
            utf8("x"),
            utf8("message"),
            utf8("\u00e9"),
            utf8("\u20ac"),
            utf8("\ud83d\ude00"),
            utf8("\u2028"),
            latin1("\u00ed"),
            latin1("\u00a0"),
            latin1("\u0080"),
            latin1("\u00ef\u00bb"),
            latin1("\u00f0\u009f"),
            latin1("\u00ff")
        };
        for (int round = 0; round < 20_000; round++) {
            Random random = new Random(SEED + round);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = random.nextInt(40); i > 0; i--) {
                out.writeBytes(words[random.nextInt(words.length)]);
            }
            byte[] stream = out.toByteArray();
            RecordingListener heard = new RecordingListener();
            SseParser parser = new SseParser(heard, 1_000);
            for (int from = 0; from < stream.length; ) {
                int length = Math.min(random.nextInt(9), stream.length - from);
                parser.feed(stream, from, length);
                from += length;
            }
            assertSame(stream, heard, parser, "seed " + (SEED + round));
        }
    }

    private static void assertSame(byte[] stream, RecordingListener heard, SseParser parser, String how) {
        heard.everything.add("last event id " + parser.lastEventId());
        assertThat(heard.everything)
                .as("%s: %s", how, new String(stream, ISO_8859_1))
                .isEqualTo(ReferenceReader.read(stream).everything);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
