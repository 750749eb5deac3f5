package dev.herald.server.http;

import dev.herald.server.session.DeliveryProbe;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** {@code GET /health/live} and {@code /health/ready}. Thread-safe. */
final class HealthEndpoint {
    private final BooleanSupplier accepting;
    private final DeliveryProbe probe;

    /** @param accepting whether new work is welcome; not while the server drains */
    HealthEndpoint(BooleanSupplier accepting, DeliveryProbe probe) {
        this.accepting = accepting;
        this.probe = probe;
    }

    /** The process answers: that is all it says. */
    void live(Call call, Exchange exchange) {
        exchange.answer(Answer.json(HttpResponseStatus.OK, Map.of("status", "live")));
    }

    /** Whether a load balancer should send new clients here: what is appended really comes out at every event loop. */
    void ready(Call call, Exchange exchange) {
        if (!accepting.getAsBoolean()) {
            exchange.refuse(HttpResponseStatus.SERVICE_UNAVAILABLE, "not_ready", "The server is draining");
            return;
        }
        exchange.answerWhen(probe.fault()
                .thenApply(fault -> fault.map(
                                wrong -> exchange.refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, "not_ready", wrong))
                        .orElseGet(() -> Answer.json(HttpResponseStatus.OK, Map.of("status", "ready")))));
    }
}
