package dev.herald.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {
    private final RecordingListener heard = new RecordingListener();
    private final SseParser parser = new SseParser(heard, 1_000);

    // The streams of WHATWG HTML, sections 9.2.1 and 9.2.6, and what they say of each.

    @Test
    void readsTheStandardsFirstStream() {
        feed("""
                data: This is the first message.

                data: This is the second message, it
                data: has two lines.

                data: This is the third message.

                """);
        assertThat(heard.events)
                .extracting(SseEvent::data)
                .containsExactly(
                        "This is the first message.",
                        "This is the second message, it\nhas two lines.",
                        "This is the third message.");
    }

    @Test
    void readsTheStandardsNamedEvents() {
        feed("event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n");
        assertThat(heard.events)
                .containsExactly(
                        new SseEvent("", "add", "73857293"),
                        new SseEvent("", "remove", "2153"),
                        new SseEvent("", "add", "113411"));
    }

    @Test
    void readsTheStandardsStockTicker() {
        feed("data: YHOO\ndata: +2\ndata: 10\n\n");
        assertThat(heard.events).containsExactly(new SseEvent("", "message", "YHOO\n+2\n10"));
    }

    @Test
    void readsTheStandardsFourBlocks() {
        feed(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n");
        assertThat(heard.comments).containsExactly("test stream");
        assertThat(heard.events)
                .containsExactly(
                        new SseEvent("1", "message", "first event"),
                        new SseEvent("", "message", "second event"),
                        new SseEvent("", "message", " third event"));
    }

    @Test
    void readsTheStandardsEmptyData() {
        feed("data\n\ndata\ndata\n\ndata:\n");
        assertThat(heard.events).containsExactly(new SseEvent("", "message", ""), new SseEvent("", "message", "\n"));
    }

    @Test
    void readsTheStandardsTwoIdenticalEvents() {
        feed("data:test\n\ndata: test\n\n");
        assertThat(heard.events)
                .containsExactly(new SseEvent("", "message", "test"), new SseEvent("", "message", "test"));
    }

    // Single rules.

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void endsLinesAtLfCrAndCrLf(String end) {
        feed("data: a|data: b||data: c||".replace("|", end));
        assertThat(heard.events).extracting(SseEvent::data).containsExactly("a\nb", "c");
    }

    @Test
    void dispatchesAtCrWithoutWaitingForLf() {
        feed("data: a\r\n\r");
        assertThat(heard.events).hasSize(1);
        feed("\ndata: b\n\n");
        assertThat(heard.events).extracting(SseEvent::data).containsExactly("a", "b");
    }

    @Test
    void endsNoLineAtOtherSeparators() {
        feed("data: a\u2028b\u2029c\u0085d\u000be\u000cf\0g\n\n");
        assertThat(heard.events).extracting(SseEvent::data).containsExactly("a\u2028b\u2029c\u0085d\u000be\u000cf\0g");
    }

    @Test
    void stripsOneByteOrderMarkAtTheStartOnly() {
        feed("\ufeffdata: a\n\n\ufeffdata: b\n\ndata: \ufeffc\n\n");
        assertThat(heard.events).extracting(SseEvent::data).containsExactly("a", "\ufeffc");
    }

    @Test
    void leavesSecondByteOrderMarkToTheField() {
        feed("\ufeff\ufeffdata: a\n\n");
        assertThat(heard.events).isEmpty();
    }

    @Test
    void takesBlankLineBehindByteOrderMark() {
        feed("\ufeff\n\ufeffdata: a\ndata: b\n\n");
        assertThat(heard.events).extracting(SseEvent::data).containsExactly("b");
    }

    @Test
    void removesOneSpaceOnly() {
        feed("data:  a\ndata:\tb\ndata:c \ndata: \n\n");
        assertThat(heard.events).extracting(SseEvent::data).containsExactly(" a\n\tb\nc \n");
    }

    @Test
    void splitsFieldAtFirstColonOnly() {
        feed("data:a:b: c\nid:x:y\n\n");
        assertThat(heard.events).containsExactly(new SseEvent("x:y", "message", "a:b: c"));
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        feed("Data: a\ndata : b\n data: c\ndat: d\ndatas: e\nID: 1\nfoo\ndata: z\n\n");
        assertThat(heard.events).containsExactly(new SseEvent("", "message", "z"));
    }

    @Test
    void commitsIdWithoutDataSilently() {
        feed("id: 7\n");
        assertThat(parser.lastEventId()).isEmpty();
        feed("\n");
        assertThat(parser.lastEventId()).isEqualTo("7");
        assertThat(heard.events).isEmpty();
        feed("data: a\n\n");
        assertThat(heard.events).containsExactly(new SseEvent("7", "message", "a"));
    }

    @Test
    void ignoresIdWithNul() {
        feed("id: 1\n\nid: 2\0\ndata: a\n\n");
        assertThat(heard.events).containsExactly(new SseEvent("1", "message", "a"));
    }

    @Test
    void resetsIdByEmptyOne() {
        feed("id: 1\n\nid:\n\n");
        assertThat(parser.lastEventId()).isEmpty();
    }

    @Test
    void forgetsNameWithTheBlockThatHadIt() {
        feed("event: a\n\ndata: 1\n\nevent: b\ndata: 2\n\ndata: 3\n\nevent: c\nevent:\ndata: 4\n\n");
        assertThat(heard.events).extracting(SseEvent::name).containsExactly("message", "b", "message", "message");
    }

    @Test
    void takesTheLastNameAndId() {
        feed("event: a\nid: 1\nevent: b\nid: 2\ndata: x\n\n");
        assertThat(heard.events).containsExactly(new SseEvent("2", "b", "x"));
    }

    @Test
    void discardsWhatNoBlankLineEnds() {
        feed("id: 1\ndata: a\n\nid: 2\ndata: b\n");
        assertThat(heard.events).hasSize(1);
        assertThat(parser.lastEventId()).isEqualTo("1");
    }

    @Test
    void readsRetry() {
        feed("retry: 1500\nretry:0\nretry: 007\nretry: 9223372036854775807\n");
        assertThat(heard.retries)
                .containsExactly(
                        Duration.ofMillis(1_500),
                        Duration.ZERO,
                        Duration.ofMillis(7),
                        Duration.ofMillis(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1.5",
                "1e3",
                "1 ",
                "  1",
                "0x10",
                "\u0661",
                "9223372036854775808",
                "99999999999999999999999999999999999999"
            })
    void ignoresRetryThatIsNoNumber(String value) {
        feed("retry: " + value + "\nretry:" + value + "x\nretry\n");
        assertThat(heard.retries).isEmpty();
    }

    @Test
    void tellsComments() {
        feed(":\n: a\n:b\n:  c:d\n");
        assertThat(heard.comments).containsExactly("", "a", "b", " c:d");
    }

    @Test
    void keepsCommentInsideAnEventApart() {
        feed("data: a\n:x\ndata: b\n\n");
        assertThat(heard.everything).containsExactly("x", new SseEvent("", "message", "a\nb"));
    }

    // Bytes that are no UTF-8.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0 80",
                "c1 bf",
                "c3",
                "c3 28",
                "e2 82",
                "e2 82 41",
                "e0 80 80",
                "e0 9f bf",
                "ed a0 80",
                "ed bf bf",
                "ed a0 41",
                "ed",
                "ed a0",
                "ed a0 80 ed b0 80",
                "e2 ed a0",
                "f0 80 80 80",
                "f0 8f bf bf",
                "f0 9f 98",
                "f0 9f 98 41",
                "f4 90 80 80",
                "f5 80 80 80",
                "ff fe",
                "ef bb",
                "ed 9f bf",
                "ee 80 80"
            })
    void replacesAsTheEncodingStandardDoes(String hex) {
        byte[] value = bytes(hex);
        byte[] stream =
                bytes("64 61 74 61 3a " + hex + " 0a 65 76 65 6e 74 3a " + hex + " 0a 69 64 3a " + hex + " 0a 0a");
        parser.feed(stream, 0, stream.length);
        String text = ReferenceReader.decode(value);
        assertThat(heard.events).containsExactly(new SseEvent(text, text, text));
    }

    // Bounds.

    @Test
    void takesEventsUpToTheBound() {
        feed("data: " + "x".repeat(993) + "\n\n"); // a byte below
        feed("data: " + "x".repeat(994) + "\n\n");
        assertThat(heard.events).hasSize(2);
        assertThatExceptionOfType(SseFormatException.class)
                .isThrownBy(() -> feed("data: " + "x".repeat(995) + "\n\n"))
                .withMessageContaining("1001 bytes")
                .withMessageContaining("at most 1000");
    }

    @Test
    void countsDataSoFar() {
        feed("data: " + "x".repeat(494) + "\n"); // 495 with its LF
        feed("data: " + "x".repeat(499) + "\n\n");
        assertThat(heard.events).hasSize(1);
        feed("data: " + "x".repeat(494) + "\n");
        assertThatExceptionOfType(SseFormatException.class).isThrownBy(() -> feed("data: " + "x".repeat(500) + "\n\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ", ": ", "id: ", "event: ", "foo", "retry: "})
    void boundsEveryKindOfLineHoweverItIsCut(String field) {
        byte[] line = (field + "9".repeat(1_001 - field.length())).getBytes(UTF_8);
        parser.feed(line, 0, 1_000);
        assertThatExceptionOfType(SseFormatException.class).isThrownBy(() -> parser.feed(line, 1_000, 1));

        SseParser whole = new SseParser(heard, 1_000);
        byte[] ended = (new String(line, UTF_8) + "\n").getBytes(UTF_8);
        assertThatExceptionOfType(SseFormatException.class).isThrownBy(() -> whole.feed(ended, 0, ended.length));
    }

    @Test
    void boundsEventOfManyShortLines() {
        assertThatExceptionOfType(SseFormatException.class).isThrownBy(() -> feed("data\n".repeat(1_001)));
    }

    @Test
    void takesAnyNumberOfLinesThatAreNotKept() {
        feed("foo: bar\n: comment\nevent: x\nid: 1\n".repeat(10_000) + "data: a\n\n");
        assertThat(heard.events).containsExactly(new SseEvent("1", "x", "a"));
    }

    @Test
    void isOfNoUseAfterFailure() {
        assertThatExceptionOfType(SseFormatException.class).isThrownBy(() -> feed("x".repeat(1_001)));
        assertThatIllegalStateException().isThrownBy(() -> feed("data: a\n\n"));
    }

    @Test
    void isOfNoUseAfterItsListenerFailed() {
        SseParser failing = new SseParser(
                event -> {
                    throw new UnsupportedOperationException(event.data());
                },
                1_000);
        byte[] stream = "data: a\n\n".getBytes(UTF_8);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> failing.feed(stream, 0, stream.length))
                .withMessage("a");
        assertThatIllegalStateException().isThrownBy(() -> failing.feed(stream, 0, 0));
    }

    @Test
    void refusesBoundOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SseParser(heard, 0));
    }

    // Buffers.

    @Test
    void takesPartOfAnArray() {
        byte[] stream = "XXdata: a\n\nYY".getBytes(UTF_8);
        parser.feed(stream, 2, stream.length - 4);
        assertThat(heard.events).extracting(SseEvent::data).containsExactly("a");
    }

    static List<ByteBuffer> buffers() {
        byte[] stream = ("XX" + "data: a\n\n".repeat(3_000) + "YY").getBytes(UTF_8);
        ByteBuffer heap = ByteBuffer.wrap(stream, 2, stream.length - 4);
        ByteBuffer direct = ByteBuffer.allocateDirect(stream.length).put(stream);
        return List.of(
                heap, heap.slice(), heap.asReadOnlyBuffer(), direct.position(2).limit(stream.length - 2));
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void takesAllThatRemainsOfBuffer(ByteBuffer buffer) {
        parser.feed(buffer);
        parser.feed(buffer);
        assertThat(heard.events).hasSize(3_000).allMatch(event -> event.data().equals("a"));
        assertThat(buffer.hasRemaining()).isFalse();
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        parser.feed(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
