package dev.herald.server.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.SseEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventLinesTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void tellsTimeIdNameTypeAndData() {
        assertThat(text(new SseEvent(
                        "1a.1b", "message", "{\"type\":\"greeting\",\"data\":{\"text\":\"hé\",\"n\":1.50}}")))
                .isEqualTo("03:04:05.678  1a.1b  message  greeting  {\"text\":\"hé\",\"n\":1.50}\n");
    }

    @Test
    void showsOtherDataAsItIs() {
        assertThat(text(new SseEvent("", "other", "line one\nline two")))
                .isEqualTo("03:04:05.678  -  other  line one\\u000aline two\n");
        assertThat(text(new SseEvent("", "other", "{\"a\":1}"))).endsWith("  other  {\"a\":1}\n");
        assertThat(text(new SseEvent("", "other", ""))).endsWith("  other  \n");
    }

    @Test
    void keepsCommandsFromTheTerminal() {
        String hostile = "\u001b]0;owned\u0007\u009b2J\u202egnp.exe\u2028\ud800";
        assertThat(text(new SseEvent(hostile, hostile, hostile)).chars())
                .noneMatch(c -> c != '\n' && Character.isISOControl(c))
                .noneMatch(c -> c == 0x202e || c == 0x2028 || c == 0xd800);
    }

    @Test
    void saysPlainlyThatTheHistoryIsShort() {
        assertThat(text(new SseEvent("1a.1b", "reset", "{\"reason\":\"history_expired\"}")))
                .contains("1a.1b  reset  ", "history_expired", "events may be missing");
    }

    @Test
    void writesJsonForPrograms() {
        assertThat(json(new SseEvent("1a.1b", "message", "{\"type\":\"t\",\n\"data\":1.50}")))
                .isEqualTo("{\"time\":\"2026-01-02T03:04:05.678Z\",\"id\":\"1a.1b\",\"event\":\"message\","
                        + "\"data\":{\"type\":\"t\", \"data\":1.50}}\n");
        assertThat(json(new SseEvent("", "message", "no \"json\"\n{"))).endsWith("\"data\":\"no \\\"json\\\"\\n{\"}\n");
        assertThat(json(new SseEvent("", "message", ""))).endsWith("\"data\":\"\"}\n");
        assertThat(json(new SseEvent("", "message", "{} {}"))).endsWith("\"data\":\"{} {}\"}\n");
    }

    private static String text(SseEvent event) {
        return printed(new TextLines(ZoneOffset.UTC), event);
    }

    private static String json(SseEvent event) {
        return printed(new JsonLines(), event);
    }

    private static String printed(EventPrinter printer, SseEvent event) {
        StringWriter text = new StringWriter();
        printer.print(TIME, event, new PrintWriter(text));
        return text.toString();
    }
}
