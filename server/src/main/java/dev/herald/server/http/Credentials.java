package dev.herald.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token of a request: the {@code Authorization} header, else {@code ?token=}, else the session cookie. The first
 * that is present decides, so that a bad one is not papered over by the next. Immutable.
 */
final class Credentials {
    static final String COOKIE = "herald_session";
    private static final String QUERY = "token";
    private static final String BEARER = "bearer ";

    private Credentials() {}

    /** The token; empty if what is present is no bearer token; null if nothing is present. */
    static @Nullable String token(Call call, Access.Sources sources) {
        List<String> authorization = call.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (!authorization.isEmpty()) {
            return authorization.size() == 1 ? bearer(authorization.get(0)) : "";
        }
        if (sources == Access.Sources.HEADER) {
            return null;
        }
        String parameter = call.parameter(QUERY);
        return parameter != null ? parameter : cookie(call);
    }

    private static String bearer(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).trim()
                : "";
    }

    private static @Nullable String cookie(Call call) {
        for (String header : call.headers().getAll(HttpHeaderNames.COOKIE)) {
            for (Cookie cookie : ServerCookieDecoder.STRICT.decode(header)) {
                if (cookie.name().equals(COOKIE)) {
                    return cookie.value();
                }
            }
        }
        return null;
    }
}
