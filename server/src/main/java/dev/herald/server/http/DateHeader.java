package dev.herald.server.http;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the {@code Date} header (RFC 9110, section 6.6.1), written once a second however many ask. Thread-safe. */
final class DateHeader {
    /** RFC 9110, section 5.6.7; Java's own RFC_1123_DATE_TIME writes days below ten with one digit. */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    // any thread: two that meet a new second both write it, and either will do
    private volatile Written written = new Written(-1, AsciiString.EMPTY_STRING);

    DateHeader(InstantSource clock) {
        this.clock = clock;
    }

    CharSequence value() {
        long second = Math.floorDiv(clock.millis(), 1_000);
        Written last = written;
        if (last.second != second) {
            last = new Written(second, AsciiString.of(FORMAT.format(Instant.ofEpochSecond(second))));
            written = last;
        }
        return last.text;
    }

    private record Written(long second, AsciiString text) {}
}
