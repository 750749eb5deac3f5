package dev.herald.server.http;

/** What a route does. Thread-safe: one endpoint serves all event loops. */
@FunctionalInterface
interface Endpoint {
    /** Serves one call, on the channel's event loop; answers through the exchange, now or later, exactly once. */
    void serve(Call call, Exchange exchange);
}
