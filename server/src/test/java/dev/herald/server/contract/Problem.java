package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** What a problem document (RFC 9457) looks like here. Immutable. */
final class Problem {
    private Problem() {}

    static String of(int status, String title, String detail) {
        return "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail
                + "\"}";
    }

    /** The response has all fields of a problem document, its own status among them. */
    static void assertIn(Response response) {
        assertThat(response.header("content-type")).isEqualTo("application/problem+json");
        assertThat(response.body())
                .matches("\\{\"type\":\"about:blank\",\"title\":\"[^\"]+\",\"status\":" + response.status()
                        + ",\"detail\":\".+\"}");
    }
}
