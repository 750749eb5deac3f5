package dev.herald.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.csv;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server that runs already, and goes on when the run is over. Immutable. */
record RunningServer(URI url, String tokenSecret, List<Map<String, Object>> accounts) implements Target {
    static RunningServer withoutAccounts(URI url, String tokenSecret) {
        return new RunningServer(url, tokenSecret, List.of());
    }

    /** With the accounts of a CSV file whose header is {@code email,password}. */
    static RunningServer withAccounts(URI url, String tokenSecret, Path accounts) {
        return new RunningServer(
                url, tokenSecret, csv(accounts.toAbsolutePath().toString()).readRecords());
    }
}
