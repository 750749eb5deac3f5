package dev.herald.server.contract;

import java.util.List;
import java.util.Map;

/**
 * One HTTP response as it came.
 *
 * @param headers by lower-case name, in the order of arrival
 */
record Response(String statusLine, Map<String, List<String>> headers, String body) {
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
