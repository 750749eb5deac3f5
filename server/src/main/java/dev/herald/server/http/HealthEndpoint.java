package dev.herald.server.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** {@code GET /health/live} and {@code /health/ready}. Thread-safe. */
final class HealthEndpoint {
    private final BooleanSupplier accepting;

    /** @param accepting whether new work is welcome; not while the server stops */
    HealthEndpoint(BooleanSupplier accepting) {
        this.accepting = accepting;
    }

    /** The process answers: that is all it says. */
    void live(Call call, Exchange exchange) {
        exchange.answer(Answer.json(HttpResponseStatus.OK, Map.of("status", "live")));
    }

    /** Whether a load balancer should send new clients here. */
    void ready(Call call, Exchange exchange) {
        if (accepting.getAsBoolean()) {
            exchange.answer(Answer.json(HttpResponseStatus.OK, Map.of("status", "ready")));
        } else {
            exchange.refuse(HttpResponseStatus.SERVICE_UNAVAILABLE, "not_ready", "The server is stopping");
        }
    }
}
