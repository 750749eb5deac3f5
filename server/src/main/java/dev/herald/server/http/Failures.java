package dev.herald.server.http;

import dev.herald.auth.DatabaseException;
import dev.herald.server.log.LogUnavailableException;
import dev.herald.server.session.OverloadedException;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failed stage becomes an answer. Immutable. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private Failures() {}

    static Answer answer(Exchange exchange, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof LogUnavailableException) {
            return unavailable(exchange, "log_unavailable", "The event log cannot take this now");
        }
        if (cause instanceof OverloadedException) {
            return unavailable(exchange, "overloaded", "The server has too much to do; try again soon");
        }
        if (cause instanceof DatabaseException) {
            LOG.warn(
                    "msg=\"database failed\" path={} cause=\"{}\"",
                    exchange.route().path(),
                    cause.getMessage());
            return unavailable(exchange, "database_unavailable", "The database cannot be reached now");
        }
        LOG.error("msg=\"request failed\" path={}", exchange.route().path(), cause);
        return exchange.refusal(
                HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal_error", "The server made a mistake; it is logged");
    }

    private static Answer unavailable(Exchange exchange, String reason, String detail) {
        return exchange.refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, reason, detail)
                .withRetryAfter(RETRY_AFTER);
    }
}
