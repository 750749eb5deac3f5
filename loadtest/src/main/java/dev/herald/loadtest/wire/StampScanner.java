package dev.herald.loadtest.wire;

import java.util.Arrays;

/**
 * Reads a {@code text/event-stream} as the WHATWG HTML Standard, section 9.2.6, says, but keeps of each event only what
 * the load test asks for: its id, its stamp, and which of the known names it has. Allocates nothing for an event, and
 * takes any cut of the bytes. Tested against the full parser of {@code dev.herald.protocol}. Confined to the channel's
 * event loop.
 */
public final class StampScanner {
    /** Receives what a stream carries, on the thread that feeds the scanner. */
    public interface Sink {
        /** An event with a stamp; the parts are those of {@link Stamp}. */
        void onStamped(int run, int target, int sequence, long intendedNanos);

        /** An event without a stamp. */
        void onOther(EventName name);

        /** The server asks for this wait before the next connect. */
        void onRetry(long millis);
    }

    /** What the scanner is in the midst of. */
    private enum State {
        BYTE_ORDER_MARK,
        FIELD_NAME,
        AFTER_COLON,
        DATA,
        STAMP,
        ID,
        NAME,
        RETRY,
        SKIP
    }

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA_START = {'d', 'a', 't', 'a', ':', ' '}; // as nearly every server writes it
    private static final long NO_BYTES = 1; // not 0, so that a NUL before a name counts
    private static final long FIELD_DATA = pack("data");
    private static final long FIELD_ID = pack("id");
    private static final long FIELD_EVENT = pack("event");
    private static final long FIELD_RETRY = pack("retry");
    private static final int FIELD_LENGTH_MAX = 5;
    private static final long RETRY_MAX = 3_600_000;

    private State state = State.BYTE_ORDER_MARK;
    private State afterColon = State.SKIP;
    private boolean afterCr;
    private int matched; // bytes of the byte order mark, of the field's name, or of the stamp
    private long field = NO_BYTES; // the name's bytes so far, packed; 0 for a name that can be none of the known

    private boolean hasData;
    private boolean hasStamp;
    private boolean hasId;
    private boolean valid; // of the id or retry on this line
    private int nameHash = EventName.HASH_START;
    private long number;
    private int run;
    private int target;
    private int sequence;
    private long intendedNanos;
    private EventId lineId = new EventId();
    private EventId eventId = new EventId();
    private EventId lastEventId = new EventId();

    /** The id to resume from: that of the last complete event that set one. Valid until the next feed. */
    public EventId lastEventId() {
        return lastEventId;
    }

    /** Scans {@code bytes[from..to)}; calls the sink for each event that ends within. Keeps no reference to the array. */
    public void feed(byte[] bytes, int from, int to, Sink sink) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (afterCr) {
                afterCr = false;
                if (b == '\n') {
                    continue;
                }
            }
            if (b == '\n' || b == '\r') {
                afterCr = b == '\r';
                endLine(sink);
            } else {
                i = accept(bytes, i, to);
            }
        }
    }

    /**
     * Takes one byte, no line end, or as many as can be taken together.
     *
     * @return the index of the last byte taken; {@code i - 1} if the byte only ended a state
     */
    private int accept(byte[] bytes, int i, int to) {
        return switch (state) {
            case BYTE_ORDER_MARK -> acceptMark(bytes[i]) ? i : i - 1;
            case FIELD_NAME -> acceptFieldName(bytes, i, to);
            case AFTER_COLON -> {
                state = afterColon;
                yield bytes[i] == ' ' ? i : i - 1;
            }
            case DATA -> acceptData(bytes, i, to);
            case STAMP -> acceptStamp(bytes[i]) ? i : i - 1;
            case ID -> acceptId(bytes, i, to);
            case NAME -> {
                nameHash = EventName.hash(nameHash, bytes[i]);
                yield i;
            }
            case RETRY -> {
                acceptRetry(bytes[i]);
                yield i;
            }
            case SKIP -> LineEnds.next(bytes, i, to) - 1;
        };
    }

    private boolean acceptMark(byte b) {
        if (b == BYTE_ORDER_MARK[matched]) {
            matched++;
            if (matched == BYTE_ORDER_MARK.length) {
                beginLine();
            }
            return true;
        }
        // Part of a mark is part of an unknown field's name.
        field = matched == 0 ? NO_BYTES : 0;
        state = State.FIELD_NAME;
        return false;
    }

    private int acceptFieldName(byte[] bytes, int i, int to) {
        if (matched == 0 && startsData(bytes, i, to)) {
            field = FIELD_DATA;
            beginValue();
            state = afterColon;
            return i + DATA_START.length - 1;
        }
        byte b = bytes[i];
        if (b == ':') {
            beginValue();
            state = State.AFTER_COLON;
        } else {
            matched++;
            field = field == 0 || matched > FIELD_LENGTH_MAX ? 0 : (field << 8) | (b & 0xFF);
        }
        return i;
    }

    private static boolean startsData(byte[] bytes, int from, int to) {
        int end = from + DATA_START.length;
        return end <= to && Arrays.equals(bytes, from, end, DATA_START, 0, DATA_START.length);
    }

    private int acceptData(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == '\r') {
                return i - 1;
            }
            if (b == Stamp.MARK) {
                return beginStamp(bytes, i, to);
            }
        }
        return to - 1;
    }

    /** Takes the stamp at once if it is whole, else only its mark: the rest comes digit by digit. */
    private int beginStamp(byte[] bytes, int mark, int to) {
        if (mark + Stamp.LENGTH <= to) {
            long first = Hex.number(bytes, mark + 1, mark + Stamp.RUN_END);
            long second = Hex.number(bytes, mark + Stamp.RUN_END, mark + Stamp.TARGET_END);
            long third = Hex.number(bytes, mark + Stamp.TARGET_END, mark + Stamp.SEQUENCE_END);
            long fourth = Hex.number(bytes, mark + Stamp.SEQUENCE_END, mark + Stamp.LENGTH);
            if ((first | second | third | fourth) >= 0) {
                run = (int) first;
                target = (int) second;
                sequence = (int) third;
                endStamp(fourth);
                return mark + Stamp.LENGTH - 1;
            }
        }
        state = State.STAMP;
        matched = 1;
        number = 0;
        return mark;
    }

    private boolean acceptStamp(byte b) {
        int digit = Hex.digit(b);
        if (digit < 0) {
            state = State.DATA;
            return false;
        }
        number = number << 4 | digit;
        matched++;
        switch (matched) {
            case Stamp.RUN_END -> run = takeNumber();
            case Stamp.TARGET_END -> target = takeNumber();
            case Stamp.SEQUENCE_END -> sequence = takeNumber();
            case Stamp.LENGTH -> endStamp(number);
            default -> {}
        }
        return true;
    }

    private void endStamp(long intended) {
        intendedNanos = intended;
        hasStamp = true;
        state = State.SKIP;
    }

    private int acceptId(byte[] bytes, int from, int to) {
        int end = LineEnds.next(bytes, from, to);
        valid &= lineId.append(bytes, from, end);
        return end - 1;
    }

    private void acceptRetry(byte b) {
        valid &= b >= '0' && b <= '9';
        number = Math.min(RETRY_MAX, 10 * number + b - '0');
        matched++;
    }

    private int takeNumber() {
        int taken = (int) number;
        number = 0;
        return taken;
    }

    private void endLine(Sink sink) {
        if (state == State.BYTE_ORDER_MARK) {
            state = State.FIELD_NAME;
        }
        if (state == State.FIELD_NAME) {
            if (matched == 0) {
                dispatch(sink);
                return;
            }
            beginValue();
            state = afterColon;
        } else if (state == State.AFTER_COLON) {
            state = afterColon;
        }
        if (state == State.ID && valid) {
            EventId taken = eventId;
            eventId = lineId;
            lineId = taken;
            hasId = true;
        } else if (state == State.RETRY && valid && matched > 0) {
            sink.onRetry(number);
        }
        beginLine();
    }

    private void beginLine() {
        state = State.FIELD_NAME;
        matched = 0;
        field = NO_BYTES;
    }

    private void beginValue() {
        if (field == FIELD_DATA) {
            hasData = true;
            afterColon = hasStamp ? State.SKIP : State.DATA;
        } else if (field == FIELD_ID) {
            lineId.clear();
            valid = true;
            afterColon = State.ID;
        } else if (field == FIELD_EVENT) {
            nameHash = EventName.HASH_START;
            afterColon = State.NAME;
        } else if (field == FIELD_RETRY) {
            number = 0;
            matched = 0;
            valid = true;
            afterColon = State.RETRY;
        } else {
            afterColon = State.SKIP;
        }
    }

    private void dispatch(Sink sink) {
        if (hasId) {
            EventId taken = lastEventId;
            lastEventId = eventId;
            eventId = taken;
        }
        if (hasStamp) {
            sink.onStamped(run, target, sequence, intendedNanos);
        } else if (hasData) {
            sink.onOther(EventName.ofHash(nameHash));
        }
        hasData = false;
        hasStamp = false;
        hasId = false;
        nameHash = EventName.HASH_START;
        beginLine();
    }

    private static long pack(String name) {
        long packed = NO_BYTES;
        for (int i = 0; i < name.length(); i++) {
            packed = packed << 8 | name.charAt(i);
        }
        return packed;
    }
}
