package dev.herald.server.cli.client;

import dev.herald.protocol.EventNames;
import dev.herald.protocol.SseEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Lines for people: time, id, event name, type, data. Immutable. */
public final class TextLines implements EventPrinter {
    private final DateTimeFormatter time;

    public TextLines(ZoneId zone) {
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(zone);
    }

    @Override
    public void print(Instant receivedAt, SseEvent event, PrintWriter out) {
        out.println(time.format(receivedAt) + "  " + orDash(event.lastEventId()) + "  " + TerminalText.of(event.name())
                + "  " + content(event));
        out.flush();
    }

    private static String content(SseEvent event) {
        EventData content = EventData.of(event);
        if (event.name().equals(EventNames.RESET)) {
            return "the history does not reach back to where this stream left (" + TerminalText.of(event.data())
                    + "): events may be missing, it goes on from here";
        }
        if (content.type().isEmpty()) {
            return TerminalText.of(event.data());
        }
        return TerminalText.of(content.type()) + "  "
                + TerminalText.of(content.data().toString());
    }

    private static String orDash(String id) {
        return id.isEmpty() ? "-" : TerminalText.of(id);
    }
}
