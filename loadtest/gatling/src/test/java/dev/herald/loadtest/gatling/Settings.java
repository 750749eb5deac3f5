package dev.herald.loadtest.gatling;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * The size of a run, from the system properties {@code herald.*}. Times are whole seconds. Immutable.
 *
 * @param users who stay online for {@code duration} and are sent an event every {@code interval}
 * @param returning users who go away, miss events and come back
 * @param logins accounts that log in twice, on a server that the run starts for itself
 * @param ramp over which the users of each kind arrive
 * @param p99 what the delivery of 99 in 100 events may take at most
 */
record Settings(
        int users, int returning, int logins, Duration ramp, Duration duration, Duration interval, Duration p99) {
    private static final int COUNT_MAX = 1_000_000;

    Settings {
        if (users == 0 && returning == 0 && logins == 0) {
            throw new IllegalArgumentException("herald.users, herald.returning and herald.logins are all 0");
        }
    }

    static Settings of(Properties properties) {
        return new Settings(
                count(properties, "herald.users", 50, 0),
                count(properties, "herald.returning", 10, 0),
                count(properties, "herald.logins", 3, 0),
                seconds(properties, "herald.ramp", 3),
                seconds(properties, "herald.duration", 6),
                seconds(properties, "herald.interval", 1),
                seconds(properties, "herald.p99", 10));
    }

    /** The server at {@code herald.url}, or one that is started now. */
    Target target(Properties properties) {
        String url = properties.getProperty("herald.url");
        if (url == null) {
            return StartedServer.withAccounts(logins);
        }
        String secret = properties.getProperty("herald.secret");
        if (secret == null) {
            throw new IllegalArgumentException("herald.url wants herald.secret, the server's auth.token-secret");
        }
        String accounts = properties.getProperty("herald.accounts");
        return accounts == null
                ? RunningServer.withoutAccounts(URI.create(url), secret)
                : RunningServer.withAccounts(URI.create(url), secret, Path.of(accounts));
    }

    private static Duration seconds(Properties properties, String name, int otherwise) {
        return Duration.ofSeconds(count(properties, name, otherwise, 1));
    }

    private static int count(Properties properties, String name, int otherwise, int min) {
        String text = properties.getProperty(name, Integer.toString(otherwise));
        int count;
        try {
            count = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            count = -1;
        }
        if (count < min || count > COUNT_MAX) {
            throw new IllegalArgumentException(name + " is " + min + " to " + COUNT_MAX + ", not \"" + text + "\"");
        }
        return count;
    }
}
