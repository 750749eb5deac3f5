package dev.herald.server.http;

import dev.herald.auth.Auth;
import dev.herald.auth.SingleDevice;
import dev.herald.server.log.EventLog;
import dev.herald.server.metrics.ServerMetrics;
import dev.herald.server.session.BlockingPool;
import dev.herald.server.session.DeliveryProbe;
import dev.herald.server.session.Revocations;
import dev.herald.server.session.SessionGate;
import dev.herald.server.session.SessionNews;
import dev.herald.server.stream.Streams;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What HTTP stands on: everything that its endpoints call. Immutable.
 *
 * @param blocking for queries
 * @param hashing for password hashes, apart so that logins do not hold up streams
 * @param scrape writes the metrics
 * @param accepting whether new work is welcome
 * @param probe finds out whether delivery works
 * @param underWay counts requests
 */
public record HttpStage(
        Auth auth,
        SingleDevice singleDevice,
        SessionGate sessions,
        SessionNews news,
        Revocations revocations,
        Streams streams,
        EventLog log,
        BlockingPool blocking,
        BlockingPool hashing,
        ServerMetrics metrics,
        Supplier<String> scrape,
        BooleanSupplier accepting,
        DeliveryProbe probe,
        RequestsUnderWay underWay,
        InstantSource clock) {

    /** The handlers of a connection. */
    public HttpPipeline pipeline(
            HttpConfig config, Duration requestTimeout, Duration keepAliveTimeout, int topicsPerStreamMax) {
        Cors cors = new Cors(config.corsOrigins());
        SessionCookie cookie = new SessionCookie(config.cookieSecurity());
        return new HttpPipeline(
                config,
                requestTimeout,
                keepAliveTimeout,
                Routes.of(
                        new LoginEndpoint(auth.login(), singleDevice, news, hashing, cookie),
                        new LogoutEndpoint(auth.sessions(), news, blocking, cookie),
                        new RefreshEndpoint(auth.login(), blocking, cookie),
                        new StreamEndpoint(streams, topicsPerStreamMax),
                        new TestStreamEndpoint(clock),
                        new PublishEndpoint(config.eventBytesMax(), log, metrics),
                        new ConnectionsEndpoint(streams.registry(), revocations),
                        new HealthEndpoint(accepting, probe),
                        new MetricsEndpoint(scrape, blocking)),
                cors,
                new ResponseHeaders(cors, clock),
                new AuthHandler(auth.verifier(), sessions, cors, clock),
                accepting,
                underWay,
                metrics);
    }
}
