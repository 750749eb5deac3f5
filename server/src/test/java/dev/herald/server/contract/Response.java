package dev.herald.server.contract;

import java.util.List;
import java.util.Map;

/**
 * One HTTP response as it came.
 *
 * @param headers by lower-case name, in the order of arrival
 */
record Response(String statusLine, Map<String, List<String>> headers, String body) {
    /** What the Date header holds (RFC 9110, section 5.6.7: the preferred format). */
    static final String DATE =
            "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
                    + " [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT";

    int status() {
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    /** The value of a header that is there at most once; null if it is absent. */
    String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new AssertionError(name + " is there " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
