package dev.herald.server.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code GET /api/v1/auth/sse/test}: for anyone, a message every two seconds, to see whether streams get through the
 * network in between. Thread-safe.
 */
final class TestStreamEndpoint implements Endpoint {
    private static final int OPEN_MAX = 100;

    private final InstantSource clock;
    private final AtomicInteger open = new AtomicInteger();

    TestStreamEndpoint(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        if (open.incrementAndGet() > OPEN_MAX) {
            open.decrementAndGet();
            exchange.answer(
                    exchange.refusal(HttpResponseStatus.TOO_MANY_REQUESTS, "test_streams", "Too many test streams")
                            .withRetryAfter(TestStreamHandler.LIFETIME_MAX));
            return;
        }
        exchange.channel().closeFuture().addListener(closed -> open.decrementAndGet());
        TestStreamHandler handler = new TestStreamHandler(call.framing(), clock, ZoneId.systemDefault());
        exchange.startStream(handler);
        handler.begin();
    }
}
