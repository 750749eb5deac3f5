package dev.herald.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.InstantSource;

/** The headers of every response, whatever it says. Thread-safe. */
final class ResponseHeaders {
    private final Cors cors;
    private final DateHeader date;

    ResponseHeaders(Cors cors, InstantSource clock) {
        this.cors = cors;
        this.date = new DateHeader(clock);
    }

    void addTo(HttpHeaders response, Call call) {
        response.set(HttpHeaderNames.DATE, date.value());
        response.set("x-content-type-options", "nosniff");
        response.set("referrer-policy", "no-referrer"); // a token in the query must not travel on
        cors.decorate(response, call.headers().get(HttpHeaderNames.ORIGIN));
    }
}
