package dev.herald.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes the blocks of a {@code text/event-stream} (WHATWG HTML, section 9.2.5). Each array is one whole block with its
 * blank line, so a stream that is cut between arrays is cut between events. Immutable.
 */
public final class SseEncoder {
    private static final byte[] ID = ascii("id: ");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] RETRY = ascii("retry: ");
    private static final byte[] COMMENT = ascii(": ");
    private static final byte[] NOTHING = {};
    private static final Duration RETRY_MAX = Duration.ofMillis(Long.MAX_VALUE);

    private SseEncoder() {}

    /**
     * An event. CR, LF and CRLF in the data each end a line, which a client joins again with LF: whatever the data
     * holds, it cannot become a field (CWE-93). Unpaired surrogates become {@code ?}.
     *
     * @param id what a client sends back as its Last-Event-ID; null leaves the client's as it is
     * @throws IllegalArgumentException if the id is empty (it would reset the client's) or has CR, LF or NUL, or
     *     {@link Names#fault} finds one in the name
     */
    public static byte[] event(@Nullable String id, String name, String data) {
        byte[] idBytes = id == null ? NOTHING : utf8(checkedId(id));
        byte[] nameBytes = utf8(Names.checked("event", name));
        byte[] dataBytes = utf8(data);
        int size = EVENT.length + nameBytes.length + 1 + linesSize(DATA, dataBytes) + 1;
        if (id != null) {
            size += ID.length + idBytes.length + 1;
        }
        byte[] block = new byte[size];
        int at = id == null ? 0 : putLine(block, 0, ID, idBytes, 0, idBytes.length);
        at = putLine(block, at, EVENT, nameBytes, 0, nameBytes.length);
        at = putLines(block, at, DATA, dataBytes);
        block[at] = '\n';
        return block;
    }

    /** A comment, a line of it for each line of the text. Clients never see it; it keeps a connection busy. */
    public static byte[] comment(String text) {
        byte[] bytes = utf8(text);
        byte[] block = new byte[linesSize(COMMENT, bytes) + 1];
        block[putLines(block, 0, COMMENT, bytes)] = '\n';
        return block;
    }

    /**
     * How long a client is to wait before it connects again, in whole milliseconds.
     *
     * @throws IllegalArgumentException if it is negative or has more than {@link Long#MAX_VALUE} milliseconds
     */
    public static byte[] retry(Duration wait) {
        if (wait.isNegative() || wait.compareTo(RETRY_MAX) > 0) {
            throw new IllegalArgumentException("retry must be 0 to " + Long.MAX_VALUE + " milliseconds, not " + wait);
        }
        return block(RETRY, ascii(Long.toString(wait.toMillis())));
    }

    /**
     * A block with nothing but an id: moves a client's last event id, and no event is dispatched (section 9.2.6).
     *
     * @throws IllegalArgumentException if the id is empty or has CR, LF or NUL
     */
    public static byte[] id(String id) {
        return block(ID, utf8(checkedId(id)));
    }

    private static byte[] block(byte[] field, byte[] value) {
        byte[] block = new byte[field.length + value.length + 2];
        block[putLine(block, 0, field, value, 0, value.length)] = '\n';
        return block;
    }

    private static String checkedId(String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("id is empty, which would reset the client's");
        }
        if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0 || id.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("id " + Text.quoted(id) + " has CR, LF or NUL");
        }
        return id;
    }

    /** What {@link #putLines} will write. CR and LF are never part of a longer UTF-8 sequence, so bytes will do. */
    private static int linesSize(byte[] field, byte[] value) {
        int lines = 1;
        int size = value.length;
        for (int i = 0; i < value.length; i++) {
            if (value[i] == '\n' || value[i] == '\r') {
                lines++;
                size--;
                if (isCrLf(value, i)) {
                    size--;
                    i++;
                }
            }
        }
        return size + lines * (field.length + 1);
    }

    private static int putLines(byte[] block, int at, byte[] field, byte[] value) {
        int start = 0;
        for (int i = 0; i < value.length; i++) {
            if (value[i] == '\n' || value[i] == '\r') {
                at = putLine(block, at, field, value, start, i);
                if (isCrLf(value, i)) {
                    i++;
                }
                start = i + 1;
            }
        }
        return putLine(block, at, field, value, start, value.length);
    }

    private static boolean isCrLf(byte[] value, int at) {
        return value[at] == '\r' && at + 1 < value.length && value[at + 1] == '\n';
    }

    private static int putLine(byte[] block, int at, byte[] field, byte[] value, int from, int to) {
        System.arraycopy(field, 0, block, at, field.length);
        int end = at + field.length + to - from;
        System.arraycopy(value, from, block, at + field.length, to - from);
        block[end] = '\n';
        return end + 1;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
