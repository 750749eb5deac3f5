package dev.herald.server.cli.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.herald.protocol.SseEvent;
import java.io.PrintWriter;
import java.time.Instant;

/** Lines for programs: {@code {"time","id","event","data"}}, data as JSON where it is JSON, else as text. Immutable. */
public final class JsonLines implements EventPrinter {
    @Override
    public void print(Instant receivedAt, SseEvent event, PrintWriter out) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", receivedAt.toString());
        line.put("id", event.lastEventId());
        line.put("event", event.name());
        if (EventData.of(event).isJson()) {
            // As it came, so that numbers keep their spelling; a line break in JSON is only ever white space.
            line.putRawValue("data", new RawValue(event.data().replaceAll("[\r\n]", " ")));
        } else {
            line.put("data", event.data());
        }
        out.println(line);
        out.flush();
    }
}
