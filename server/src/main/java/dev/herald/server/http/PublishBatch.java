package dev.herald.server.http;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.PublishReader;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.EventLog;
import dev.herald.server.log.LogUnavailableException;
import dev.herald.server.metrics.ServerMetrics;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Many events in one request, a line each (NDJSON). Each line has its own answer, in order; one that is wrong does not
 * hold up the others. Thread-safe.
 */
final class PublishBatch {
    static final String NDJSON = "application/x-ndjson";

    private final PublishReader reader;
    private final EventLog log;
    private final ServerMetrics metrics;

    PublishBatch(PublishReader reader, EventLog log, ServerMetrics metrics) {
        this.reader = reader;
        this.log = log;
        this.metrics = metrics;
    }

    /** @param ownKey the request's idempotency key; each line has one of its own from it and its number */
    CompletionStage<Answer> publish(byte[] body, @Nullable String ownKey) {
        List<CompletableFuture<String>> lines = new ArrayList<>();
        for (int from = 0; from < body.length; ) {
            int end = lineEnd(body, from);
            if (!isBlank(body, from, end)) {
                String key = ownKey == null ? null : ownKey + "\n" + lines.size();
                lines.add(line(body, from, end, key));
            }
            from = end + 1;
        }
        return CompletableFuture.allOf(lines.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    StringBuilder answers = new StringBuilder();
                    lines.forEach(line -> answers.append(line.join()).append('\n'));
                    return Answer.text(HttpResponseStatus.OK, NDJSON, answers.toString());
                });
    }

    private CompletableFuture<String> line(byte[] body, int from, int end, @Nullable String key) {
        return reader.read(body, from, end - from)
                .fold(
                        event -> append(event, key),
                        fault -> refused(HttpResponseStatus.BAD_REQUEST, fault),
                        fault -> refused(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, fault));
    }

    private CompletableFuture<String> append(NewEvent event, @Nullable String key) {
        return log.append(new Append(new Entry.Publication(event), key))
                .handle((position, failure) -> {
                    if (position == null) {
                        return unavailable(failure);
                    }
                    metrics.published();
                    return Answer.written(Map.of("id", position.toString()));
                })
                .toCompletableFuture();
    }

    private String unavailable(@Nullable Throwable failure) {
        boolean ours = !(failure instanceof LogUnavailableException);
        metrics.refused(ours ? "internal_error" : "log_unavailable");
        return ErrorFormat.problem(
                ours ? HttpResponseStatus.INTERNAL_SERVER_ERROR : HttpResponseStatus.SERVICE_UNAVAILABLE,
                "The event log cannot take this now");
    }

    private CompletableFuture<String> refused(HttpResponseStatus status, String fault) {
        metrics.refused("bad_event");
        return CompletableFuture.completedFuture(ErrorFormat.problem(status, fault));
    }

    private static int lineEnd(byte[] body, int from) {
        int end = from;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isBlank(byte[] body, int from, int end) {
        for (int i = from; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
