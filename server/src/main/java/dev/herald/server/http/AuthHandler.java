package dev.herald.server.http;

import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.auth.TokenCheck;
import dev.herald.auth.TokenVerifier;
import dev.herald.server.session.SessionGate;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an exchange through to its endpoint if its caller may be there: a token, verified, with the scope that the route
 * asks for and a session that still stands. Thread-safe: shared by all connections.
 */
@Sharable
final class AuthHandler extends SimpleChannelInboundHandler<Exchange> {
    static final String REQUIRED = "Authentication required";
    static final String SUPERSEDED = "Session superseded";
    private static final Logger LOG = LoggerFactory.getLogger(AuthHandler.class);

    private final TokenVerifier verifier;
    private final RecentTokens recent;
    private final SessionGate sessions;
    private final Cors cors;

    AuthHandler(TokenVerifier verifier, SessionGate sessions, Cors cors, InstantSource clock) {
        this.verifier = verifier;
        this.recent = new RecentTokens(verifier::verify, clock);
        this.sessions = sessions;
        this.cors = cors;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Exchange exchange) {
        Access access = exchange.route().access();
        if (isForged(exchange.call())) {
            exchange.refuse(HttpResponseStatus.FORBIDDEN, "forbidden_origin", "Pages of this origin may not do this");
        } else if (access == Access.ANYONE) {
            context.fireChannelRead(exchange);
        } else {
            authenticate(context, exchange, access);
        }
    }

    private void authenticate(ChannelHandlerContext context, Exchange exchange, Access access) {
        String token = Credentials.token(exchange.call(), access.sources());
        if (token == null) {
            exchange.refuse(HttpResponseStatus.UNAUTHORIZED, "no_credentials", REQUIRED);
            return;
        }
        // A stream comes once with its token, a publisher with each request.
        TokenCheck checked = access == Access.STREAM ? verifier.verify(token) : recent.verify(token);
        if (!(checked instanceof TokenCheck.Accepted accepted)) {
            LOG.debug(
                    "msg=\"token rejected\" path={} address={} reason=\"{}\"",
                    exchange.route().path(),
                    exchange.call().address(),
                    reason(checked));
            exchange.refuse(HttpResponseStatus.UNAUTHORIZED, "bad_token", REQUIRED);
            return;
        }
        Principal principal = accepted.principal();
        if (access.scope() != null && !principal.hasScope(access.scope())) {
            exchange.refuse(
                    HttpResponseStatus.FORBIDDEN,
                    "missing_scope",
                    "This needs a token with the scope " + access.scope());
            return;
        }
        Exchange known = exchange.by(exchange.call().by(principal));
        if (access.session() == Access.Session.NOT_CHECKED) {
            context.fireChannelRead(known);
        } else {
            sessions.check(principal)
                    .whenComplete((check, failure) -> exchange.onLoop(() -> checked(context, known, check, failure)));
        }
    }

    private void checked(
            ChannelHandlerContext context,
            Exchange exchange,
            @Nullable SessionCheck check,
            @Nullable Throwable failure) {
        if (check instanceof SessionCheck.Current) {
            context.fireChannelRead(exchange);
        } else if (check instanceof SessionCheck.Superseded) {
            exchange.refuse(HttpResponseStatus.UNAUTHORIZED, "superseded", SUPERSEDED);
        } else if (check instanceof SessionCheck.Ended) {
            exchange.refuse(HttpResponseStatus.UNAUTHORIZED, "session_ended", REQUIRED);
        } else {
            exchange.answer(Failures.answer(exchange, failure));
        }
    }

    /**
     * A POST or DELETE that a page of a foreign origin makes the browser send, with the session cookie or to log the
     * browser in as somebody else (CSRF). A browser always names the origin; other clients do not.
     */
    private boolean isForged(Call call) {
        String origin = call.headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null || isSafe(call.method()) || cors.allows(origin)) {
            return false;
        }
        String host = call.headers().get(HttpHeaderNames.HOST);
        return host == null || !(origin.equals("http://" + host) || origin.equals("https://" + host));
    }

    /** Changes nothing, so that a page gains nothing by having it sent (RFC 9110, section 9.2.1). */
    private static boolean isSafe(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static String reason(TokenCheck check) {
        return check instanceof TokenCheck.Rejected rejected ? rejected.reason() : "";
    }
}
