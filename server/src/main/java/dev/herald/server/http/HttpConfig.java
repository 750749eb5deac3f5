package dev.herald.server.http;

import java.util.List;

/**
 * What is read from requests and said in answers. Immutable.
 *
 * @param bodyBytesMax longest request body; more is answered 413
 * @param eventBytesMax longest JSON of one event as clients receive it; more is answered 413
 * @param corsOrigins origins, exact to the letter, whose pages may call; none means that no other origin may
 * @param cookieSecurity whether the session cookie carries {@code Secure}
 * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed, exact
 */
public record HttpConfig(
        int bodyBytesMax,
        int eventBytesMax,
        List<String> corsOrigins,
        CookieSecurity cookieSecurity,
        List<String> trustedProxies) {
    public HttpConfig {
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    public static HttpConfig defaults() {
        return new HttpConfig(1024 * 1024, 64 * 1024, List.of(), CookieSecurity.PLAIN, List.of());
    }
}
