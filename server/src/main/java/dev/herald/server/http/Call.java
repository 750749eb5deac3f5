package dev.herald.server.http;

import dev.herald.auth.Principal;
import dev.herald.server.hub.Framing;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as endpoints see it: whole, with its own copy of the body. Immutable.
 *
 * @param pathUser the user id in the path, decoded; empty where the route has none
 * @param address the client's, through trusted proxies
 * @param framing how the client can take a body of unknown length
 * @param principal who calls; null until {@link AuthHandler} has found out, and where anyone may
 */
@SuppressWarnings("ArrayRecordComponent") // calls are never compared
record Call(
        HttpMethod method,
        String path,
        Map<String, List<String>> query,
        HttpHeaders headers,
        byte[] body,
        String pathUser,
        String address,
        Framing framing,
        @Nullable Principal principal) {

    Call by(Principal principal) {
        return new Call(method, path, query, headers, body, pathUser, address, framing, principal);
    }

    /** Who calls, on a route that not just anyone may call. */
    Principal caller() {
        if (principal == null) {
            throw new IllegalStateException("no caller on a route for anyone");
        }
        return principal;
    }

    /** The first value of a query parameter; null if it is absent. */
    @Nullable
    String parameter(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }
}
