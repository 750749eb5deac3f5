package dev.herald.loadtest.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The head of a response to a subscriber, gathered until it is complete and dropped after. Confined to the channel's
 * event loop.
 */
public final class ResponseHead {
    /** A longer head is malformed. */
    static final int BYTES_MAX = 8_192;

    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(256);
    private int matched; // bytes of CR LF CR LF
    private int status;
    private boolean chunked;

    /** Takes bytes; gives the index at which the body begins, or -1 while the head is not complete. */
    public int feed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            gathered.write(b);
            matched = b == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : b == '\r' ? 1 : 0;
            if (matched == 4) {
                parse(gathered.toString(StandardCharsets.ISO_8859_1));
                return i + 1;
            }
            if (gathered.size() == BYTES_MAX) {
                return i + 1;
            }
        }
        return -1;
    }

    /** The status code; 0 for something that is no HTTP response. */
    public int status() {
        return status;
    }

    public boolean isChunked() {
        return chunked;
    }

    private void parse(String head) {
        String[] lines = head.split("\r\n", -1);
        if (!lines[0].matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            return;
        }
        status = Integer.parseInt(lines[0].substring(9, 12));
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
        }
    }
}
