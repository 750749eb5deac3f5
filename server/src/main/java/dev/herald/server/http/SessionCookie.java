package dev.herald.server.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.cookie.CookieHeaderNames;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cookie that carries the access token for browsers, whose EventSource cannot set headers. Immutable. */
final class SessionCookie {
    private final CookieSecurity security;

    SessionCookie(CookieSecurity security) {
        this.security = security;
    }

    /** The answer that gives a client its token, in the body and as the cookie. */
    Answer handOut(String userId, String accessToken, Duration expiresIn) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access", accessToken);
        body.put("expires_in", expiresIn.toSeconds());
        body.put("user_id", userId);
        return Answer.json(HttpResponseStatus.OK, body).with("set-cookie", cookie(accessToken, expiresIn));
    }

    /** The answer that takes the cookie back. */
    Answer takeBack() {
        return Answer.noContent().with("set-cookie", cookie("", Duration.ZERO));
    }

    private String cookie(String value, Duration maxAge) {
        DefaultCookie cookie = new DefaultCookie(Credentials.COOKIE, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSameSite(CookieHeaderNames.SameSite.Lax);
        cookie.setSecure(security == CookieSecurity.SECURE);
        cookie.setMaxAge(maxAge.toSeconds());
        // Netty's spelling of the attribute is not the specification's (RFC 6265, section 4.1.1), which people grep
        // for.
        return ServerCookieEncoder.STRICT.encode(cookie).replace(CookieHeaderNames.HTTPONLY, "HttpOnly");
    }
}
