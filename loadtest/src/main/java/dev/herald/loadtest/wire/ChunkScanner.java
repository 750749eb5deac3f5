package dev.herald.loadtest.wire;

/**
 * Takes the chunked framing (RFC 9112, section 7.1) off a response body and hands each span on as it lies in the array.
 * Confined to the channel's event loop.
 */
public final class ChunkScanner {
    /** Where a body stands after a feed. */
    public enum Outcome {
        MORE,
        ENDED,
        MALFORMED
    }

    /** Receives what the chunks carry, on the thread that feeds the scanner. */
    public interface Body {
        /** The next bytes are {@code bytes[from..to)}; the array is good for this call only. */
        void onBytes(byte[] bytes, int from, int to);
    }

    private enum State {
        SIZE,
        EXTENSION,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        ENDED,
        MALFORMED
    }

    private static final int SIZE_DIGITS_MAX = 8;

    private State state = State.SIZE;
    private long size;
    private int count; // digits of the size, or bytes on the trailer's line
    private int end;

    /** Scans {@code bytes[from..to)} and hands on what is body. Bytes behind the last chunk are left alone. */
    public Outcome feed(byte[] bytes, int from, int to, Body body) {
        int i = from;
        while (i < to && state != State.ENDED && state != State.MALFORMED) {
            if (state == State.DATA) {
                int until = (int) Math.min(to, i + size);
                body.onBytes(bytes, i, until);
                size -= until - i;
                i = until;
                if (size == 0) {
                    state = State.DATA_CR;
                }
            } else {
                state = next(bytes[i++]);
            }
        }
        end = i;
        return state == State.ENDED ? Outcome.ENDED : state == State.MALFORMED ? Outcome.MALFORMED : Outcome.MORE;
    }

    /** The index behind the last byte that the last feed took. */
    public int end() {
        return end;
    }

    private State next(byte b) {
        return switch (state) {
            case SIZE -> nextOfSize(b);
            case EXTENSION -> b == '\n' ? afterSize() : State.EXTENSION;
            case DATA_CR -> b == '\r' ? State.DATA_LF : State.MALFORMED;
            case DATA_LF -> b == '\n' ? beginSize() : State.MALFORMED;
            case TRAILER -> nextOfTrailer(b);
            case DATA, ENDED, MALFORMED -> state;
        };
    }

    private State nextOfSize(byte b) {
        int digit = Hex.digit(b);
        if (digit >= 0 && count < SIZE_DIGITS_MAX) {
            size = size << 4 | digit;
            count++;
            return State.SIZE;
        }
        boolean ends = b == '\r' || b == ';' || b == ' ';
        return ends && count > 0 ? State.EXTENSION : State.MALFORMED;
    }

    private State afterSize() {
        count = 0;
        return size == 0 ? State.TRAILER : State.DATA;
    }

    private State beginSize() {
        size = 0;
        count = 0;
        return State.SIZE;
    }

    private State nextOfTrailer(byte b) {
        if (b == '\n') {
            boolean empty = count == 0;
            count = 0;
            return empty ? State.ENDED : State.TRAILER;
        }
        if (b != '\r') {
            count++;
        }
        return State.TRAILER;
    }
}
