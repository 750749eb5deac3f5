package dev.herald.server.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.herald.protocol.Text;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server's JSON endpoints. Thread-safe. */
public final class HttpApi {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final BaseUrl server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    public HttpApi(BaseUrl server) {
        this.server = server;
    }

    /** An answer: its status and its JSON, which is a missing node where the body was none. Immutable. */
    public record Answer(int status, JsonNode body) {
        /** What the refusal says of itself (RFC 9457), fit for a terminal. */
        public String problem() {
            String said = body.path("detail").asText(body.path("title").asText(""));
            return "status " + status + (said.isEmpty() ? "" : ", " + Text.quoted(said));
        }
    }

    /**
     * Posts with this bearer token. Blocks, at most 15 s.
     *
     * @throws ClientException if the server cannot be reached
     */
    public Answer post(String path, String json, String token) throws InterruptedException {
        return send(request(path, json).header("Authorization", "Bearer " + token));
    }

    /** As {@link #post(String, String, String)}, of nobody. */
    Answer post(String path, String json) throws InterruptedException {
        return send(request(path, json));
    }

    BaseUrl server() {
        return server;
    }

    /** What a person can do about a connection that failed. */
    private String unreachable(Throwable e) {
        return e instanceof ConnectException
                ? "nothing answers at " + server.text()
                        + "; start a server with `herald demo`, or name another with --url"
                : "the connection to " + server.text() + " failed: " + TerminalText.of(String.valueOf(e));
    }

    private HttpRequest.Builder request(String path, String json) {
        return HttpRequest.newBuilder(server.at(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        HttpResponse<String> response = answer(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), json(response.body()));
    }

    /**
     * The answer to a request, with as much of its body as the handler waits for. Blocks, at most 15 s; the client's own
     * timeout would end with the answer's head.
     *
     * @throws ClientException if there is none
     */
    <T> HttpResponse<T> answer(HttpRequest request, BodyHandler<T> body) throws InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, body);
        try {
            return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ClientException("no answer from " + server.text() + " within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ClientException(unreachable(cause), cause);
        } finally {
            answer.cancel(true);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
