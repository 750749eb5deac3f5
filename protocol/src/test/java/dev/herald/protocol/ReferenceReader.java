package dev.herald.protocol;

import java.math.BigInteger;
import java.time.Duration;

/**
 * WHATWG HTML, section 9.2.6, and the UTF-8 decoder of the Encoding Standard, transcribed step by step with no thought of
 * speed or of pieces: what {@link SseParser} is compared with. Confined to the test's thread.
 */
final class ReferenceReader {
    private final RecordingListener listener = new RecordingListener();
    private String data = "";
    private String type = "";
    private String idBuffer = "";
    private String lastEventId = "";

    /** What a whole stream tells, and, last, the id that it leaves behind. */
    static RecordingListener read(byte[] stream) {
        ReferenceReader reader = new ReferenceReader();
        String text = decode(stream);
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        String rest = text;
        while (true) {
            int cr = rest.indexOf('\r');
            int lf = rest.indexOf('\n');
            int end = cr < 0 ? lf : lf < 0 ? cr : Math.min(cr, lf);
            if (end < 0) {
                break;
            }
            reader.line(rest.substring(0, end));
            rest = rest.substring(rest.startsWith("\r\n", end) ? end + 2 : end + 1);
        }
        reader.listener.everything.add("last event id " + reader.lastEventId);
        return reader.listener;
    }

    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        if (colon == 0) {
            listener.onComment(value);
        } else {
            field(field, value);
        }
    }

    private void field(String field, String value) {
        switch (field) {
            case "event" -> type = value;
            case "data" -> data += value + "\n";
            case "id" -> idBuffer = value.indexOf('\0') >= 0 ? idBuffer : value;
            case "retry" -> {
                if (value.matches("[0-9]+")
                        && new BigInteger(value).compareTo(BigInteger.valueOf(Long.MAX_VALUE)) <= 0) {
                    listener.onRetry(Duration.ofMillis(new BigInteger(value).longValueExact()));
                }
            }
            default -> {
                // ignored
            }
        }
    }

    private void dispatch() {
        lastEventId = idBuffer;
        if (!data.isEmpty()) {
            String name = type.isEmpty() ? "message" : type;
            listener.onEvent(new SseEvent(lastEventId, name, data.substring(0, data.length() - 1)));
        }
        data = "";
        type = "";
    }

    /** Encoding Standard, section 8.1.1, without the byte order mark, which is the caller's. */
    static String decode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int codePoint = 0;
        int seen = 0;
        int needed = 0;
        int lower = 0x80;
        int upper = 0xBF;
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            if (needed == 0) {
                if (b <= 0x7F) {
                    text.append((char) b);
                } else if (b >= 0xC2 && b <= 0xDF) {
                    needed = 1;
                    codePoint = b & 0x1F;
                } else if (b >= 0xE0 && b <= 0xEF) {
                    lower = b == 0xE0 ? 0xA0 : 0x80;
                    upper = b == 0xED ? 0x9F : 0xBF;
                    needed = 2;
                    codePoint = b & 0xF;
                } else if (b >= 0xF0 && b <= 0xF4) {
                    lower = b == 0xF0 ? 0x90 : 0x80;
                    upper = b == 0xF4 ? 0x8F : 0xBF;
                    needed = 3;
                    codePoint = b & 0x7;
                } else {
                    text.append('\uFFFD');
                }
                continue;
            }
            if (b < lower || b > upper) {
                text.append('\uFFFD');
                i--;
                needed = 0;
                seen = 0;
            } else {
                codePoint = (codePoint << 6) | (b & 0x3F);
                seen++;
                if (seen == needed) {
                    text.appendCodePoint(codePoint);
                    needed = 0;
                    seen = 0;
                }
            }
            lower = 0x80;
            upper = 0xBF;
        }
        return needed == 0 ? text.toString() : text.append('\uFFFD').toString();
    }
}
