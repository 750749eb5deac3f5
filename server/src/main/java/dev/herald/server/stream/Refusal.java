package dev.herald.server.stream;

import java.time.Duration;
import java.util.Locale;

/** Why a stream is not opened. Immutable. */
public enum Refusal {
    SUPERSEDED,
    SESSION_ENDED,
    TOO_MANY_FOR_USER,
    TOO_MANY_OPENED,
    SERVER_FULL,
    DRAINING,
    UNAVAILABLE;

    /** When it makes sense to ask again, for those refusals that pass. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Its name in metrics and logs. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
