package dev.herald.server.http;

import dev.herald.server.session.BlockingPool;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Supplier;

/** {@code GET /metrics}: the counters in Prometheus text, written on the blocking pool. Thread-safe. */
final class MetricsEndpoint implements Endpoint {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<String> scrape;
    private final BlockingPool blocking;

    MetricsEndpoint(Supplier<String> scrape, BlockingPool blocking) {
        this.scrape = scrape;
        this.blocking = blocking;
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        exchange.answerWhen(blocking.submit(() -> Answer.text(HttpResponseStatus.OK, PROMETHEUS_TEXT, scrape.get())));
    }
}
