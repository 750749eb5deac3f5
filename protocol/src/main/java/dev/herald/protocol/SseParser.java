package dev.herald.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads a {@code text/event-stream} as WHATWG HTML, section 9.2.6, interprets it, in pieces that may be cut anywhere: in
 * a UTF-8 sequence, between CR and LF, in the byte order mark. What is left when the stream ends is discarded, as the
 * section demands, by never feeding its end.
 *
 * <p>It works on bytes and makes a String only of what it hands over; it keeps at most the line in hand and the data
 * so far. Confined to one thread at a time.
 */
public final class SseParser {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY = "retry".getBytes(StandardCharsets.US_ASCII);
    private static final int COPY_BYTES_MAX = 8_192;

    private final SseListener listener;
    private final int eventBytesMax;

    // the line in hand
    private final ByteAccumulator line = new ByteAccumulator();
    private boolean isFirstLine = true;
    private boolean lastWasCr;
    private boolean failed;

    // the event in hand; the last event id alone outlives it
    private final ByteAccumulator data = new ByteAccumulator();
    private final NameCache names = new NameCache();
    private String name = "";
    private String idBuffer = "";
    private String lastEventId = "";

    /**
     * @param eventBytesMax most bytes that one event may have: its data so far and the line in hand, field name
     *     included
     */
    public SseParser(SseListener listener, int eventBytesMax) {
        if (eventBytesMax < 1) {
            throw new IllegalArgumentException("eventBytesMax must be positive, not " + eventBytesMax);
        }
        this.listener = listener;
        this.eventBytesMax = eventBytesMax;
    }

    /** The id to reconnect with: of the last event or id that a blank line completed; empty if there was none. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Takes all the buffer's remaining bytes; {@link #feed(byte[], int, int)} otherwise. */
    public void feed(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            int offset = bytes.arrayOffset() + bytes.position();
            int length = bytes.remaining();
            bytes.position(bytes.limit());
            feed(bytes.array(), offset, length);
            return;
        }
        byte[] copy = new byte[Math.min(bytes.remaining(), COPY_BYTES_MAX)];
        while (bytes.hasRemaining()) {
            int length = Math.min(bytes.remaining(), copy.length);
            bytes.get(copy, 0, length);
            feed(copy, 0, length);
        }
    }

    /**
     * Takes the next bytes of the stream and tells the listener what they complete. The array is not kept.
     *
     * @throws SseFormatException if an event has more than eventBytesMax bytes. After that, or after an exception of
     *     the listener, which passes through, the parser is of no more use
     */
    public void feed(byte[] bytes, int offset, int length) {
        if (failed) {
            throw new IllegalStateException("fed after a failure");
        }
        failed = true; // unless the end of this method is reached
        int end = offset + length;
        int start = offset;
        if (lastWasCr && start < end) {
            lastWasCr = false;
            if (bytes[start] == '\n') {
                start++;
            }
        }
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == '\r') {
                endLine(bytes, start, i);
                if (b == '\r') {
                    if (i + 1 == end) {
                        lastWasCr = true;
                    } else if (bytes[i + 1] == '\n') {
                        i++;
                    }
                }
                start = i + 1;
            }
        }
        requireRoomFor(line.length() + end - start);
        line.append(bytes, start, end);
        failed = false;
    }

    private void endLine(byte[] bytes, int from, int to) {
        requireRoomFor(line.length() + to - from);
        if (line.length() == 0) {
            acceptLine(bytes, from, to);
            return;
        }
        line.append(bytes, from, to);
        int length = line.length();
        line.clear();
        acceptLine(line.bytes(), 0, length);
    }

    private void requireRoomFor(int lineBytes) {
        if (lineBytes > eventBytesMax - data.length()) {
            throw new SseFormatException("an event has " + ((long) data.length() + lineBytes)
                    + " bytes or more, at most " + eventBytesMax + " are allowed");
        }
    }

    private void acceptLine(byte[] bytes, int from, int to) {
        if (isFirstLine) {
            isFirstLine = false;
            if (startsWith(bytes, from, to, BYTE_ORDER_MARK)) {
                from += BYTE_ORDER_MARK.length;
            }
        }
        if (from == to) {
            dispatch();
            return;
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, to);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (colon == from) {
            listener.onComment(Utf8.decode(bytes, value, to - value));
        } else {
            acceptField(bytes, from, colon, value, to);
        }
    }

    private void acceptField(byte[] bytes, int field, int fieldEnd, int value, int to) {
        if (is(DATA, bytes, field, fieldEnd)) {
            data.append(bytes, value, to);
            data.append((byte) '\n');
        } else if (is(ID, bytes, field, fieldEnd)) {
            acceptId(bytes, value, to);
        } else if (is(EVENT, bytes, field, fieldEnd)) {
            name = names.decode(bytes, value, to);
        } else if (is(RETRY, bytes, field, fieldEnd)) {
            acceptRetry(bytes, value, to);
        }
    }

    private void acceptId(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return;
            }
        }
        idBuffer = Utf8.decode(bytes, from, to - from);
    }

    private void acceptRetry(byte[] bytes, int from, int to) {
        long millis = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || millis > (Long.MAX_VALUE - digit) / 10) {
                return;
            }
            millis = 10 * millis + digit;
        }
        if (from < to) {
            listener.onRetry(Duration.ofMillis(millis));
        }
    }

    private void dispatch() {
        lastEventId = idBuffer;
        String type = name.isEmpty() ? EventNames.MESSAGE : name;
        name = "";
        if (data.length() > 0) {
            String text = Utf8.decode(data.bytes(), 0, data.length() - 1);
            data.clear();
            listener.onEvent(new SseEvent(lastEventId, type, text));
        }
    }

    private static boolean is(byte[] field, byte[] bytes, int from, int to) {
        return to - from == field.length && startsWith(bytes, from, to, field);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
