package dev.herald.server.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;

/** Every path that is served, and who may call it. docs/API.md describes them in this order. Immutable. */
final class Routes {
    private static final String AUTH = "/api/v1/auth";
    private static final String CONNECTIONS = "/api/v1/users/{user}/connections";

    private Routes() {}

    static List<Route> of(
            LoginEndpoint login,
            LogoutEndpoint logout,
            RefreshEndpoint refresh,
            StreamEndpoint stream,
            TestStreamEndpoint testStream,
            PublishEndpoint publish,
            ConnectionsEndpoint connections,
            HealthEndpoint health,
            MetricsEndpoint metrics) {
        return List.of(
                Route.of(HttpMethod.POST, AUTH + "/login", Access.ANYONE, login),
                Route.of(HttpMethod.POST, AUTH + "/logout", Access.USER, logout),
                Route.of(HttpMethod.POST, AUTH + "/token/refresh", Access.USER, refresh),
                Route.stream(AUTH + "/sse/notifications", Access.STREAM, stream),
                Route.stream(AUTH + "/sse/test", Access.ANYONE, testStream),
                Route.of(HttpMethod.POST, "/api/v1/events", Access.PUBLISHER, publish),
                Route.of(HttpMethod.GET, CONNECTIONS, Access.ADMIN, connections::list),
                Route.of(HttpMethod.DELETE, CONNECTIONS, Access.ADMIN, connections::forceOut),
                Route.of(HttpMethod.GET, "/health/live", Access.ANYONE, health::live),
                Route.of(HttpMethod.GET, "/health/ready", Access.ANYONE, health::ready),
                Route.of(HttpMethod.GET, "/metrics", Access.ANYONE, metrics));
    }
}
