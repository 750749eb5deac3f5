package dev.herald.server;

import dev.herald.protocol.SseEvent;
import dev.herald.protocol.SseListener;
import dev.herald.protocol.SseParser;

/** Undoes the chunks of HTTP/1.1 and reads what is inside, byte by byte. Confined to one thread. */
public final class SseWire {
    private static final int EVENT_BYTES_MAX = 1 << 20;

    private final Reader reader;
    private final SseParser parser;
    private final StringBuilder sizeLine = new StringBuilder();
    private String lastEventId = "";
    private int left = -1; // of the chunk, its CRLF included; -1 in the size line
    private boolean ended;

    /** What a client is told. */
    public interface Reader {
        void event(SseEvent event);

        default void comment(String comment) {}

        /** A blank line has made this the id to come back with, after the event that brought it, if one did. */
        default void committed(String id) {}
    }

    public SseWire(Reader reader) {
        this.reader = reader;
        this.parser = new SseParser(
                new SseListener() {
                    @Override
                    public void onEvent(SseEvent event) {
                        reader.event(event);
                    }

                    @Override
                    public void onComment(String comment) {
                        reader.comment(comment);
                    }
                },
                EVENT_BYTES_MAX);
    }

    public void feed(byte[] bytes) {
        for (byte b : bytes) {
            feed(b);
        }
    }

    /** Whether the body has come to its proper end. */
    public boolean ended() {
        return ended;
    }

    private void feed(byte b) {
        if (ended && left < 0) {
            throw new AssertionError("bytes after the last chunk");
        }
        if (left < 0) {
            sizeLine.append((char) b);
            if (b == '\n') {
                int size = Integer.parseInt(sizeLine.substring(0, sizeLine.length() - 2), 16);
                sizeLine.setLength(0);
                left = size + 2;
                ended = size == 0;
            }
            return;
        }
        left--;
        if (left > 1) {
            parser.feed(new byte[] {b}, 0, 1);
            if (!parser.lastEventId().equals(lastEventId)) {
                lastEventId = parser.lastEventId();
                reader.committed(lastEventId);
            }
        } else if (b != (left == 1 ? '\r' : '\n')) {
            throw new AssertionError("a chunk does not end where its size says");
        } else if (left == 0) {
            left = -1;
        }
    }
}
