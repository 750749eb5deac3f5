package dev.herald.loadtest.gatling;

import io.gatling.javaapi.core.Session;

/** The one message that a virtual user's stream must carry next, and since when it may: kept in its session. */
final class Expected {
    private static final String MESSAGE = "expected";
    private static final String SINCE = "since";

    private Expected() {}

    /** What causes the message happens from now on. */
    static Session from(Session session) {
        return session.set(SINCE, System.currentTimeMillis());
    }

    static Session message(Session session, String message) {
        return session.set(MESSAGE, message);
    }

    static String message(Session session) {
        return session.getString(MESSAGE);
    }

    /** Whole milliseconds from its cause until {@code millis}. */
    static int elapsed(Session session, long millis) {
        return (int) Math.max(0, millis - session.getLong(SINCE));
    }
}
