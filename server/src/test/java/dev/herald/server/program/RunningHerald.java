package dev.herald.server.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.server.HeraldConfig;
import dev.herald.server.Settings;
import dev.herald.server.TestServer;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server with one account, for tests whose clients are programs of their own. Thread-safe. */
public record RunningHerald(TestServer server, String userId) implements AutoCloseable {
    public static final String EMAIL = "user@example.com";
    public static final String PASSWORD = TestServer.PASSWORD;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Starts a server with these changes to the defaults, made one after the other. */
    public static RunningHerald start(List<UnaryOperator<HeraldConfig>> changes) {
        TestServer server = TestServer.start(Settings.all(changes));
        return new RunningHerald(server, server.addAccount(EMAIL));
    }

    public int port() {
        return server.port();
    }

    /** Logs the account in as another device, which ends its session before. Returns the access token. */
    public String logIn() {
        return server.accessToken(EMAIL);
    }

    /** Publishes data, any JSON, to the account; returns the event's id. */
    public String publish(String type, String json) {
        return server.publish(userId, type, json);
    }

    /** The same under an SSE event name. */
    public String publish(String type, String json, String event) {
        return server.published("{\"user\": \"%s\", \"type\": \"%s\", \"event\": \"%s\", \"data\": %s}"
                .formatted(userId, type, event, json));
    }

    /** The addresses of the account's open streams. */
    public List<String> addresses() {
        String answer = server.get("/api/v1/users/" + userId + "/connections/", server.scoped("admin"))
                .body();
        try {
            return JSON.readTree(answer).get("connections").findValuesAsText("address");
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
