package dev.herald.server.contract;

import dev.herald.server.HeraldConfig;
import dev.herald.server.http.CookieSecurity;
import dev.herald.server.http.HttpConfig;
import dev.herald.server.log.LogConfig;
import dev.herald.server.net.NetConfig;
import dev.herald.server.stream.OnLimit;
import dev.herald.server.stream.StreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** The defaults but for one thing each; changes compose with {@code andThen}. Immutable. */
final class Settings {
    private static final StreamConfig STREAM = StreamConfig.defaults();

    private Settings() {}

    static UnaryOperator<HeraldConfig> stream(UnaryOperator<StreamConfig> change) {
        return config -> config.with(change.apply(config.stream()));
    }

    static UnaryOperator<HeraldConfig> heartbeat(Duration heartbeat) {
        return stream(s -> new StreamConfig(
                heartbeat,
                s.perUserMax(),
                s.onLimit(),
                s.max(),
                s.topicsMax(),
                s.writeBufferBytes(),
                s.behindMax(),
                s.replaysMax(),
                s.opensPerMinute(),
                s.lifetimeMax()));
    }

    static UnaryOperator<HeraldConfig> perUser(int max, OnLimit onLimit) {
        return stream(s -> new StreamConfig(
                s.heartbeat(),
                max,
                onLimit,
                s.max(),
                s.topicsMax(),
                s.writeBufferBytes(),
                s.behindMax(),
                s.replaysMax(),
                STREAM.opensPerMinute() * 1_000,
                s.lifetimeMax()));
    }

    static UnaryOperator<HeraldConfig> inAll(int max) {
        return stream(s -> new StreamConfig(
                s.heartbeat(),
                s.perUserMax(),
                s.onLimit(),
                max,
                s.topicsMax(),
                s.writeBufferBytes(),
                s.behindMax(),
                s.replaysMax(),
                s.opensPerMinute(),
                s.lifetimeMax()));
    }

    static UnaryOperator<HeraldConfig> opensPerMinute(int opens) {
        return stream(s -> new StreamConfig(
                s.heartbeat(),
                s.perUserMax(),
                s.onLimit(),
                s.max(),
                s.topicsMax(),
                s.writeBufferBytes(),
                s.behindMax(),
                s.replaysMax(),
                opens,
                s.lifetimeMax()));
    }

    static UnaryOperator<HeraldConfig> behind(int writeBufferBytes, Duration max) {
        return stream(s -> new StreamConfig(
                s.heartbeat(),
                s.perUserMax(),
                s.onLimit(),
                s.max(),
                s.topicsMax(),
                writeBufferBytes,
                max,
                s.replaysMax(),
                s.opensPerMinute(),
                s.lifetimeMax()));
    }

    static UnaryOperator<HeraldConfig> connections(int max) {
        return config -> {
            NetConfig n = config.net();
            return config.with(new NetConfig(
                    n.host(),
                    n.port(),
                    n.transport(),
                    max,
                    n.requestTimeout(),
                    n.keepAliveTimeout(),
                    n.sendBufferBytes(),
                    n.userTimeout(),
                    n.eventLoops()));
        };
    }

    /** Short patience with requests and resting connections, and little memory in the kernel for slow clients. */
    static UnaryOperator<HeraldConfig> impatient(Duration request, Duration keepAlive) {
        return config -> {
            NetConfig n = config.net();
            return config.with(new NetConfig(
                    n.host(),
                    n.port(),
                    n.transport(),
                    n.connectionsMax(),
                    request,
                    keepAlive,
                    32 * 1024,
                    n.userTimeout(),
                    n.eventLoops()));
        };
    }

    static UnaryOperator<HeraldConfig> bodies(int bodyBytesMax, int eventBytesMax) {
        return config -> config.with(new HttpConfig(
                bodyBytesMax,
                eventBytesMax,
                config.http().corsOrigins(),
                config.http().cookieSecurity(),
                config.http().trustedProxies()));
    }

    static UnaryOperator<HeraldConfig> origins(String... origins) {
        return config -> config.with(new HttpConfig(
                config.http().bodyBytesMax(),
                config.http().eventBytesMax(),
                List.of(origins),
                config.http().cookieSecurity(),
                config.http().trustedProxies()));
    }

    static UnaryOperator<HeraldConfig> cookies(CookieSecurity security) {
        return config -> config.with(new HttpConfig(
                config.http().bodyBytesMax(),
                config.http().eventBytesMax(),
                config.http().corsOrigins(),
                security,
                config.http().trustedProxies()));
    }

    /** A log that forgets all but so many events of a topic, and lets so many publishes wait. */
    static UnaryOperator<HeraldConfig> log(int eventsPerTopicMax, int queueMax) {
        return config -> {
            LogConfig l = config.log();
            return config.with(new LogConfig(
                    l.kind(),
                    l.retention(),
                    eventsPerTopicMax,
                    l.bytesPerTopicMax(),
                    l.eventsMax(),
                    l.bytesMax(),
                    queueMax,
                    l.idempotencyWindow(),
                    l.idempotencyKeysMax()));
        };
    }

    @SafeVarargs
    static UnaryOperator<HeraldConfig> all(UnaryOperator<HeraldConfig>... changes) {
        return config -> {
            HeraldConfig changed = config;
            for (UnaryOperator<HeraldConfig> change : changes) {
                changed = change.apply(changed);
            }
            return changed;
        };
    }
}
