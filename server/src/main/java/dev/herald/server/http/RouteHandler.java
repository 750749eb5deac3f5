package dev.herald.server.http;

import dev.herald.protocol.Text;
import dev.herald.server.hub.Framing;
import dev.herald.server.metrics.ServerMetrics;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a request into an exchange on its route, or answers why it has none. Confined to the channel's event loop. */
final class RouteHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int PARAMETERS_MAX = 128;
    private static final boolean SEMICOLON_IS_A_CHARACTER = true; // WHATWG URL, section 5.1

    private final List<Route> routes;
    private final TurnHandler turn;
    private final Cors cors;
    private final ResponseHeaders always;
    private final ClientAddress clientAddress;
    private final BooleanSupplier accepting;
    private final ServerMetrics metrics;

    RouteHandler(
            List<Route> routes,
            TurnHandler turn,
            Cors cors,
            ResponseHeaders always,
            ClientAddress clientAddress,
            BooleanSupplier accepting,
            ServerMetrics metrics) {
        this.routes = routes;
        this.turn = turn;
        this.cors = cors;
        this.always = always;
        this.clientAddress = clientAddress;
        this.accepting = accepting;
        this.metrics = metrics;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            refuseUnread(context, request, status(cause), Text.quoted(String.valueOf(cause.getMessage())));
            return;
        }
        if (request.protocolVersion().majorVersion() != 1) { // the preface of HTTP/2, above all
            refuseUnread(context, request, HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here");
            return;
        }
        if (!hasOneHost(request)) {
            refuseUnread(context, request, HttpResponseStatus.BAD_REQUEST, "exactly one Host header is wanted");
            return;
        }
        String rawPath = rawPath(request.uri());
        Route route = route(request.method(), rawPath);
        if (route != null) {
            context.fireChannelRead(exchange(context, request, rawPath, route));
        } else {
            answerWithoutRoute(context, request, rawPath);
        }
    }

    /** No such path, or not with this method. */
    private void answerWithoutRoute(ChannelHandlerContext context, FullHttpRequest request, String rawPath) {
        List<Route> here = routes.stream().filter(route -> route.isAt(rawPath)).toList();
        if (here.isEmpty()) {
            exchange(context, request, rawPath, nowhere())
                    .refuse(HttpResponseStatus.NOT_FOUND, "not_found", "No such path");
            return;
        }
        if (request.method().equals(HttpMethod.OPTIONS)) {
            Answer answer = cors.preflight(request.headers().get(HttpHeaderNames.ORIGIN), methods(here) + ", OPTIONS");
            exchange(context, request, rawPath, here.get(0)).answer(answer);
            return;
        }
        Exchange exchange = exchange(context, request, rawPath, here.get(0));
        exchange.answer(exchange.refusal(
                        HttpResponseStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "Allowed here: " + methods(here))
                .with("allow", methods(here)));
    }

    private Exchange exchange(ChannelHandlerContext context, FullHttpRequest request, String rawPath, Route route) {
        // While the server drains each connection takes its answer and goes, so that none rests here at the end.
        Exchange.KeepAlive keepAlive = Exchange.KeepAlive.CLOSE;
        if (HttpUtil.isKeepAlive(request)) { // so it may be sending the next request already
            keepAlive = accepting.getAsBoolean() ? Exchange.KeepAlive.KEEP : Exchange.KeepAlive.LINGER;
        }
        Call call;
        try {
            call = call(context, request, rawPath, route);
        } catch (IllegalArgumentException e) { // a broken percent-encoding
            Call bare = bareCall(request, rawPath);
            return new Exchange(context, turn, always, metrics, malformed(route), bare, keepAlive);
        }
        return new Exchange(context, turn, always, metrics, route, call, keepAlive);
    }

    private Call call(ChannelHandlerContext context, FullHttpRequest request, String rawPath, Route route) {
        QueryStringDecoder query = new QueryStringDecoder(
                request.uri(), StandardCharsets.UTF_8, true, PARAMETERS_MAX, SEMICOLON_IS_A_CHARACTER);
        return new Call(
                request.method(),
                rawPath,
                query.parameters(),
                request.headers(),
                ByteBufUtil.getBytes(request.content()),
                decodedSegment(route.userPart(rawPath)),
                clientAddress.of(context.channel(), request.headers()),
                framing(request),
                null);
    }

    private static Call bareCall(FullHttpRequest request, String rawPath) {
        return new Call(
                request.method(), rawPath, Map.of(), request.headers(), new byte[0], "", "", framing(request), null);
    }

    private static Framing framing(FullHttpRequest request) {
        return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0 ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    }

    /** Percent-decoding of a path segment, where a plus is a plus. */
    private static String decodedSegment(String segment) {
        return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
    }

    /** Without it, a proxy in front and we may disagree on whom a request is for (RFC 9112, section 3.2). */
    private static boolean hasOneHost(FullHttpRequest request) {
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        return hosts == 1 || (hosts == 0 && framing(request) == Framing.UNTIL_CLOSE);
    }

    private static String rawPath(String uri) {
        int query = uri.indexOf('?');
        String path = withoutOrigin(query < 0 ? uri : uri.substring(0, query));
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The absolute form, which proxies send, names the same path as the origin form (RFC 9112, section 3.2.2). */
    private static String withoutOrigin(String path) {
        int authority = path.indexOf("://") + 3;
        if (path.startsWith("/") || authority < 3) {
            return path;
        }
        int start = path.indexOf('/', authority);
        return start < 0 ? "/" : path.substring(start);
    }

    private @Nullable Route route(HttpMethod method, String rawPath) {
        for (Route route : routes) {
            if (route.takes(method) && route.isAt(rawPath)) {
                return route;
            }
        }
        return null;
    }

    private static String methods(List<Route> here) {
        return here.stream()
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
    }

    /** A route for answers about requests that have none. */
    private static Route nowhere() {
        return Route.of(HttpMethod.GET, "", Access.ANYONE, (call, exchange) -> {});
    }

    /** The route of a request whose address cannot be decoded: it says so, to anyone. */
    private static Route malformed(Route route) {
        return new Route(
                route.method(),
                route.path(),
                Access.ANYONE,
                route.errors(),
                (call, exchange) -> exchange.refuse(
                        HttpResponseStatus.BAD_REQUEST, "bad_request", "The address has a broken percent-encoding"));
    }

    /** What could not be read cannot be followed by anything that can: the answer closes the connection. */
    private void refuseUnread(
            ChannelHandlerContext context, FullHttpRequest request, HttpResponseStatus status, String why) {
        new Exchange(context, turn, always, metrics, nowhere(), bareCall(request, ""), Exchange.KeepAlive.LINGER)
                .refuse(status, "malformed_request", "Not a request that can be read: " + why);
    }

    private static HttpResponseStatus status(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
        }
        return cause instanceof TooLongHttpContentException
                ? HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    }
}
