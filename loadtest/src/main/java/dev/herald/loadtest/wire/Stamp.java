package dev.herald.loadtest.wire;

/**
 * What an event of a load test says about itself, at the start of its payload: {@code ~} and fixed-width hexadecimal, so
 * that it is found and read without parsing the JSON around it. Immutable.
 *
 * @param run the run that it belongs to, so that the rest of an earlier run is not mistaken for this one's
 * @param target the number of the user or topic addressed; 0 for a broadcast
 * @param sequence counts the events of this target, from 1
 * @param intendedNanos when it was due to be sent, in nanoseconds since the run began
 */
public record Stamp(int run, int target, int sequence, long intendedNanos) {
    /** Bytes of a stamp's text; the least that a payload can have. */
    public static final int LENGTH = 41;

    static final byte MARK = '~';
    static final int RUN_END = 9;
    static final int TARGET_END = 17;
    static final int SEQUENCE_END = 25;

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    /** Writes the text over the first {@link #LENGTH} bytes of {@code payload}. */
    public void write(byte[] payload) {
        payload[0] = MARK;
        hex(payload, RUN_END, 8, run);
        hex(payload, TARGET_END, 8, target);
        hex(payload, SEQUENCE_END, 8, sequence);
        hex(payload, LENGTH, 16, intendedNanos);
    }

    private static void hex(byte[] into, int end, int digits, long value) {
        long rest = value;
        for (int i = end - 1; i >= end - digits; i--) {
            into[i] = DIGITS[(int) (rest & 15)];
            rest >>>= 4;
        }
    }
}
