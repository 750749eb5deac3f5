package dev.herald.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseEncoderTest {
    @Test
    void writesIdNameAndData() {
        assertThat(event("11.1a", "message", "{\"type\":\"T\",\"data\":1}"))
                .isEqualTo("id: 11.1a\nevent: message\ndata: {\"type\":\"T\",\"data\":1}\n\n");
    }

    @Test
    void leavesOutIdThatIsNotThere() {
        assertThat(event(null, "error", "{\"error\": \"Authentication required\"}"))
                .isEqualTo("event: error\ndata: {\"error\": \"Authentication required\"}\n\n");
    }

    @Test
    void endsDataLineAtLfCrAndCrLf() {
        assertThat(event(null, "m", "a\nb\rc\r\nd")).isEqualTo("event: m\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
        assertThat(event(null, "m", "\n\r\r\n\n")).isEqualTo("event: m\n" + "data: \n".repeat(5) + "\n");
        assertThat(event(null, "m", "a\r")).isEqualTo("event: m\ndata: a\ndata: \n\n");
        assertThat(event(null, "m", "")).isEqualTo("event: m\ndata: \n\n");
    }

    @Test
    void keepsDataFromBecomingFields() {
        assertThat(event("1", "m", "x\n\nevent: error\rid: 9\r\n\r\ndata: y"))
                .isEqualTo(
                        "id: 1\nevent: m\ndata: x\ndata: \ndata: event: error\ndata: id: 9\ndata: \ndata: data: y\n\n");
    }

    @Test
    void endsNoLineAtOtherSeparators() {
        assertThat(event(null, "m", "a\u2028b\u2029c\u0085d\u000be\u000cf"))
                .isEqualTo("event: m\ndata: a\u2028b\u2029c\u0085d\u000be\u000cf\n\n");
    }

    @Test
    void writesUtf8() {
        assertThat(event("\u00e9", "\u20ac", "\ud83d\ude00\0"))
                .isEqualTo("id: \u00e9\nevent: \u20ac\ndata: \ud83d\ude00\0\n\n");
        assertThat(event(null, "m", "\ud83d")).isEqualTo("event: m\ndata: ?\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\rb", "a\0b", "\n"})
    void refusesIdThatIsNone(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> SseEncoder.event(id, "message", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> SseEncoder.id(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\rb", "a\0b", "\ud83d"})
    void refusesNameThatIsNone(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> SseEncoder.event("1", name, "{}"));
    }

    @Test
    void refusesNameOverItsBound() {
        assertThat(event(null, "n".repeat(256), "d")).startsWith("event: nnn");
        assertThatIllegalArgumentException().isThrownBy(() -> SseEncoder.event(null, "n".repeat(257), "d"));
    }

    @Test
    void writesComments() {
        assertThat(text(SseEncoder.comment("hello"))).isEqualTo(": hello\n\n");
        assertThat(text(SseEncoder.comment(""))).isEqualTo(": \n\n");
        assertThat(text(SseEncoder.comment("a\r\ndata: x\rb\n"))).isEqualTo(": a\n: data: x\n: b\n: \n\n");
    }

    @Test
    void writesRetryInMilliseconds() {
        assertThat(text(SseEncoder.retry(Duration.ZERO))).isEqualTo("retry: 0\n\n");
        assertThat(text(SseEncoder.retry(Duration.ofSeconds(3, 999_999)))).isEqualTo("retry: 3000\n\n");
        assertThat(text(SseEncoder.retry(Duration.ofMillis(Long.MAX_VALUE))))
                .isEqualTo("retry: 9223372036854775807\n\n");
    }

    @Test
    void refusesRetryThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> SseEncoder.retry(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SseEncoder.retry(Duration.ofMillis(Long.MAX_VALUE).plusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> SseEncoder.retry(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @Test
    void writesIdAlone() {
        assertThat(text(SseEncoder.id("11.1a"))).isEqualTo("id: 11.1a\n\n");
    }

    private static String event(String id, String name, String data) {
        return text(SseEncoder.event(id, name, data));
    }

    private static String text(byte[] block) {
        return new String(block, UTF_8);
    }
}
