package dev.herald.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may call (Fetch standard, CORS protocol). Origins match exactly: a suffix or prefix
 * match lets {@code https://example.com.evil.org} in. Immutable.
 */
final class Cors {
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> origins;

    Cors(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    boolean allows(String origin) {
        return origins.contains(origin);
    }

    /** Adds to any response what the page's browser must know to hand it over. */
    void decorate(HttpHeaders response, @Nullable String origin) {
        if (origins.isEmpty()) {
            return;
        }
        response.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN); // refused ones too: caches must not mix them up
        if (origin != null && allows(origin)) {
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            response.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
        }
    }

    /** The answer to a preflight; without the permission, for an origin that has none. */
    Answer preflight(@Nullable String origin, String methods) {
        Answer answer = Answer.noContent().with("allow", methods);
        if (origin == null || !allows(origin)) {
            return answer;
        }
        return answer.with("access-control-allow-methods", methods)
                .with(
                        "access-control-allow-headers",
                        "Authorization, Cache-Control, Content-Type, Idempotency-Key, Last-Event-ID")
                .with("access-control-max-age", MAX_AGE_SECONDS);
    }
}
