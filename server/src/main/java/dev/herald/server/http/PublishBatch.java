package dev.herald.server.http;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
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
import java.util.Optional;
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
        List<Append> appends = new ArrayList<>();
        List<CompletableFuture<String>> appended = new ArrayList<>();
        for (int from = 0; from < body.length; ) {
            int end = lineEnd(body, from);
            if (!isBlank(body, from, end)) {
                String key = ownKey == null ? null : ownKey + "\n" + lines.size();
                CompletableFuture<String> line = new CompletableFuture<>();
                lines.add(line);
                read(body, from, end, line).ifPresent(event -> {
                    appends.add(new Append(new Entry.Publication(event), key));
                    appended.add(line);
                });
            }
            from = end + 1;
        }
        List<CompletionStage<Position>> positions = log.appendAll(appends);
        for (int i = 0; i < appended.size(); i++) {
            CompletableFuture<String> line = appended.get(i);
            positions.get(i).whenComplete((position, failure) -> line.complete(answer(position, failure)));
        }
        return CompletableFuture.allOf(lines.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    StringBuilder answers = new StringBuilder();
                    lines.forEach(line -> answers.append(line.join()).append('\n'));
                    return Answer.text(HttpResponseStatus.OK, NDJSON, answers.toString());
                });
    }

    /** The line's event; or none, and the line has its answer. */
    private Optional<NewEvent> read(byte[] body, int from, int end, CompletableFuture<String> line) {
        return reader.read(body, from, end - from)
                .fold(
                        Optional::of,
                        fault -> refuse(line, HttpResponseStatus.BAD_REQUEST, fault),
                        fault -> refuse(line, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, fault));
    }

    private String answer(@Nullable Position position, @Nullable Throwable failure) {
        if (position == null) {
            return unavailable(failure);
        }
        metrics.published();
        return Answer.written(Map.of("id", position.toString()));
    }

    private String unavailable(@Nullable Throwable failure) {
        boolean ours = !(failure instanceof LogUnavailableException);
        metrics.refused(ours ? "internal_error" : "log_unavailable");
        return ErrorFormat.problem(
                ours ? HttpResponseStatus.INTERNAL_SERVER_ERROR : HttpResponseStatus.SERVICE_UNAVAILABLE,
                "The event log cannot take this now");
    }

    private Optional<NewEvent> refuse(CompletableFuture<String> line, HttpResponseStatus status, String fault) {
        metrics.refused("bad_event");
        line.complete(ErrorFormat.problem(status, fault));
        return Optional.empty();
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
