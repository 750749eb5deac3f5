package dev.herald.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;

/**
 * Reads the body of a publish: {@code {"user": "42" | "users": [...] | "topic": "..." | "broadcast": true, "type": "...",
 * "data": any JSON, "event": optional SSE event name}}. Whatever it accepts, every client can be sent as it is. Immutable.
 */
public final class PublishReader {
    private final int dataBytesMax;

    /** @param dataBytesMax most bytes of UTF-8 that {@link NewEvent#data} may have */
    public PublishReader(int dataBytesMax) {
        if (dataBytesMax < 1) {
            throw new IllegalArgumentException("dataBytesMax must be positive, not " + dataBytesMax);
        }
        this.dataBytesMax = dataBytesMax;
    }

    /** Reads a whole body; {@link #read(byte[], int, int)} otherwise. */
    public Parsed<NewEvent> read(byte[] json) {
        return read(json, 0, json.length);
    }

    /**
     * Reads one body, for which it takes memory in proportion to its length: bound that before.
     *
     * @return TooLong if only the data is over its bound, Invalid for every other fault
     */
    public Parsed<NewEvent> read(byte[] json, int offset, int length) {
        return StrictJson.decode(json, offset, length).fold(this::read, Parsed.Invalid::new);
    }

    private Parsed<NewEvent> read(CharBuffer text) {
        PublishBody body = new PublishBody();
        try (JsonParser parser = StrictJson.events().createParser(text.array(), 0, text.length())) {
            return body.read(parser).<Parsed<NewEvent>>map(Parsed.Invalid::new).orElseGet(() -> bounded(body.event()));
        } catch (JsonProcessingException e) {
            return new Parsed.Invalid<>(JsonFault.of(e));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
    }

    private Parsed<NewEvent> bounded(NewEvent event) {
        int bytes = Utf8.length(event.data());
        return bytes <= dataBytesMax
                ? new Parsed.Valid<>(event)
                : new Parsed.TooLong<>(
                        "the event has " + bytes + " bytes of JSON, at most " + dataBytesMax + " are allowed");
    }
}
