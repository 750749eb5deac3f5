package dev.herald.loadtest.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Reads the answers on one publishing connection (RFC 9112), of which the load test asks only for the status and for
 * whether another may follow. Allocates nothing for an answer that comes in one piece, and takes any cut of the bytes.
 * Confined to the channel's event loop.
 */
public final class AnswerScanner {
    /** Receives the answers, oldest first, on the thread that feeds the scanner. */
    public interface Sink {
        /** A head is complete, and it says that the connection ends behind its answer. Comes before the answer. */
        void onClosing();

        void onAnswer(int status);
    }

    private enum State {
        STATUS_LINE,
        HEADERS,
        BODY,
        CHUNKS,
        ENDED,
        MALFORMED
    }

    /** A longer line is malformed. */
    static final int LINE_BYTES_MAX = 8_192;

    /** {@code HTTP/1.1 200}. */
    private static final int STATUS_BEGIN = 9;

    private static final int STATUS_END = 12;
    private static final byte[] VERSION = "http/1.".getBytes(US_ASCII);
    private static final byte[] CONTENT_LENGTH = HeaderLine.name("content-length");
    private static final byte[] TRANSFER_ENCODING = HeaderLine.name("transfer-encoding");
    private static final byte[] CONNECTION = HeaderLine.name("connection");
    private static final byte[] CHUNKED = "chunked".getBytes(US_ASCII);
    private static final byte[] CLOSE = "close".getBytes(US_ASCII);
    private static final byte[] KEEP_ALIVE = "keep-alive".getBytes(US_ASCII);
    private static final byte[] NOTHING = {};

    private State state = State.STATUS_LINE;
    private byte[] begun = NOTHING; // a line that did not end in what was fed
    private int status;
    private int length; // of the body, or of what is left of it; -1 if the head does not say
    private boolean chunked;
    private boolean closes;
    private ChunkScanner chunks = new ChunkScanner();

    /**
     * Scans {@code bytes[from..to)}. Keeps no reference to the array.
     *
     * @return false once it is no HTTP; nothing is read from there on
     */
    public boolean feed(byte[] bytes, int from, int to, Sink sink) {
        int i = from;
        while (i < to && state != State.ENDED && state != State.MALFORMED) {
            i = switch (state) {
                case STATUS_LINE, HEADERS -> feedLine(bytes, i, to, sink);
                case BODY -> feedBody(i, to, sink);
                case CHUNKS -> feedChunks(bytes, i, to, sink);
                case ENDED, MALFORMED -> to;
            };
        }
        return state != State.MALFORMED;
    }

    private int feedLine(byte[] bytes, int from, int to, Sink sink) {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        if (end == to || begun.length > 0) {
            int held = begun.length;
            if (held + end - from > LINE_BYTES_MAX) {
                state = State.MALFORMED;
                return to;
            }
            begun = Arrays.copyOf(begun, held + end - from);
            System.arraycopy(bytes, from, begun, held, end - from);
            if (end < to) {
                byte[] line = begun;
                begun = NOTHING;
                onLine(line, 0, line.length, sink);
            }
        } else {
            onLine(bytes, from, end, sink);
        }
        return end < to ? end + 1 : to;
    }

    private int feedBody(int from, int to, Sink sink) {
        int taken = Math.min(length, to - from);
        length -= taken;
        if (length == 0) {
            endAnswer(sink);
        }
        return from + taken;
    }

    private int feedChunks(byte[] bytes, int from, int to, Sink sink) {
        switch (chunks.feed(bytes, from, to, (array, begin, end) -> {})) {
            case MORE -> {}
            case ENDED -> endAnswer(sink);
            case MALFORMED -> state = State.MALFORMED;
        }
        return chunks.end();
    }

    private void onLine(byte[] bytes, int from, int end, Sink sink) {
        int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        if (state == State.STATUS_LINE) {
            beginAnswer(bytes, from, to);
        } else if (from == to) {
            endHead(sink);
        } else {
            onHeader(bytes, from, to);
        }
    }

    private void beginAnswer(byte[] bytes, int from, int to) {
        status = to - from < STATUS_END ? -1 : HeaderLine.number(bytes, from + STATUS_BEGIN, from + STATUS_END);
        boolean isHttp = HeaderLine.startsWith(bytes, from, to, VERSION);
        state = isHttp && status >= 100 ? State.HEADERS : State.MALFORMED;
        closes = isHttp && bytes[from + VERSION.length] == '0';
        chunked = false;
        length = -1;
    }

    private void onHeader(byte[] bytes, int from, int to) {
        if (HeaderLine.startsWith(bytes, from, to, CONTENT_LENGTH)) {
            length = HeaderLine.number(bytes, from + CONTENT_LENGTH.length, to);
            if (length < 0) {
                state = State.MALFORMED;
            }
        } else if (HeaderLine.startsWith(bytes, from, to, TRANSFER_ENCODING)) {
            chunked |= HeaderLine.holds(bytes, from + TRANSFER_ENCODING.length, to, CHUNKED);
        } else if (HeaderLine.startsWith(bytes, from, to, CONNECTION)) {
            closes &= !HeaderLine.holds(bytes, from + CONNECTION.length, to, KEEP_ALIVE);
            closes |= HeaderLine.holds(bytes, from + CONNECTION.length, to, CLOSE);
        }
    }

    private void endHead(Sink sink) {
        if (status < 200) {
            state = State.STATUS_LINE; // an interim response: the answer follows
            return;
        }
        boolean hasBody = status != 204 && status != 304;
        closes |= hasBody && !chunked && length < 0; // such a body ends with the connection
        if (closes) {
            sink.onClosing();
        }
        if (hasBody && chunked) {
            chunks = new ChunkScanner();
            state = State.CHUNKS;
        } else if (hasBody && length > 0) {
            state = State.BODY;
        } else {
            endAnswer(sink);
        }
    }

    private void endAnswer(Sink sink) {
        state = closes ? State.ENDED : State.STATUS_LINE;
        sink.onAnswer(status);
    }
}
