package dev.herald.server.examples;

import dev.herald.auth.DatabaseConfig;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.HeraldConfig;
import dev.herald.server.HeraldServer;
import dev.herald.server.net.NetConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A service with Herald inside. Thread-safe. */
final class OrderService implements AutoCloseable {
    private final HeraldServer herald;

    OrderService(String tokenSecret, int port, Path folder) {
        herald = HeraldServer.start(HeraldConfig.defaults(tokenSecret)
                .with(NetConfig.defaults().listeningAt("127.0.0.1", port))
                .with(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("herald.db"))));
    }

    /** What a page opens its stream with, after your own login. */
    String streamToken(String userId, String sessionId) {
        return herald.auth().issuer().issue(userId, sessionId, Set.of(), List.of(), Duration.ofHours(1));
    }

    /** On every open stream of the user at once, and on the others when they come back. */
    CompletionStage<Position> shipped(String userId, int order) {
        String data = "{\"type\":\"ORDER_SHIPPED\",\"data\":{\"order\":" + order + "}}";
        return herald.publish(new NewEvent(List.of(Topic.ofUser(userId)), NewEvent.DEFAULT_NAME, data));
    }

    int port() {
        return herald.port();
    }

    @Override
    public void close() {
        herald.close();
    }
}
