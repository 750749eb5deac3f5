package dev.herald.server;

import dev.herald.auth.AuthConfig;
import dev.herald.server.http.CookieSecurity;
import dev.herald.server.http.HttpConfig;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.LogKind;
import dev.herald.server.net.NetConfig;
import dev.herald.server.stream.OnLimit;
import dev.herald.server.stream.StreamConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server's settings but for one thing each; changes compose with {@link #all}. Immutable. */
public final class Settings {
    private static final int OPENS_PER_MINUTE = 1_000 * StreamConfig.defaults().opensPerMinute();

    private Settings() {}

    public static UnaryOperator<HeraldConfig> heartbeat(Duration heartbeat) {
        return stream(stream -> stream.with(StreamConfig::heartbeat, heartbeat));
    }

    /** The server ends each stream after so long, or a little less; its client is to resume. */
    public static UnaryOperator<HeraldConfig> lifetime(Duration max) {
        return stream(stream -> stream.with(StreamConfig::lifetimeMax, max));
    }

    /** So many streams of one user, who may open them as quickly as they like. */
    public static UnaryOperator<HeraldConfig> perUser(int max, OnLimit onLimit) {
        return stream(stream -> stream.with(StreamConfig::perUserMax, max)
                .with(StreamConfig::onLimit, onLimit)
                .with(StreamConfig::opensPerMinute, OPENS_PER_MINUTE));
    }

    public static UnaryOperator<HeraldConfig> inAll(int max) {
        return stream(stream -> stream.with(StreamConfig::max, max));
    }

    public static UnaryOperator<HeraldConfig> opensPerMinute(int opens) {
        return stream(stream -> stream.with(StreamConfig::opensPerMinute, opens));
    }

    public static UnaryOperator<HeraldConfig> behind(int writeBufferBytes, Duration max) {
        return stream(stream ->
                stream.with(StreamConfig::writeBufferBytes, writeBufferBytes).with(StreamConfig::behindMax, max));
    }

    public static UnaryOperator<HeraldConfig> connections(int max) {
        return net(net -> net.with(NetConfig::connectionsMax, max));
    }

    /** Short patience with requests and resting connections, and little memory in the kernel for slow clients. */
    public static UnaryOperator<HeraldConfig> impatient(Duration request, Duration keepAlive) {
        return net(net -> net.with(NetConfig::requestTimeout, request)
                .with(NetConfig::keepAliveTimeout, keepAlive)
                .with(NetConfig::sendBufferBytes, 32 * 1024));
    }

    public static UnaryOperator<HeraldConfig> bodies(int bodyBytesMax, int eventBytesMax) {
        return http(http ->
                http.with(HttpConfig::bodyBytesMax, bodyBytesMax).with(HttpConfig::eventBytesMax, eventBytesMax));
    }

    /** Pages of these origins may call. */
    public static UnaryOperator<HeraldConfig> origins(String... origins) {
        return http(http -> http.with(HttpConfig::corsOrigins, List.of(origins)));
    }

    /** What these proxies say of a client's address is believed. */
    public static UnaryOperator<HeraldConfig> trustedProxies(String... proxies) {
        return http(http -> http.with(HttpConfig::trustedProxies, List.of(proxies)));
    }

    public static UnaryOperator<HeraldConfig> cookies(CookieSecurity security) {
        return http(http -> http.with(HttpConfig::cookieSecurity, security));
    }

    /** A log that forgets all but so many events of a topic, and lets so many publishes wait. */
    public static UnaryOperator<HeraldConfig> log(int eventsPerTopicMax, int queueMax) {
        return log(
                log -> log.with(LogConfig::eventsPerTopicMax, eventsPerTopicMax).with(LogConfig::queueMax, queueMax));
    }

    public static UnaryOperator<HeraldConfig> logKind(LogKind kind) {
        return log(log -> log.with(LogConfig::kind, kind));
    }

    /** So many failed logins in so long. */
    public static UnaryOperator<HeraldConfig> logins(int tries, Duration window) {
        return config -> config.with(Altered.from(config.auth())
                .with(AuthConfig::loginTries, tries)
                .with(AuthConfig::loginWindow, window)
                .record());
    }

    /** One change after the other. */
    public static UnaryOperator<HeraldConfig> all(List<UnaryOperator<HeraldConfig>> changes) {
        return config -> {
            HeraldConfig changed = config;
            for (UnaryOperator<HeraldConfig> change : changes) {
                changed = change.apply(changed);
            }
            return changed;
        };
    }

    @SafeVarargs
    public static UnaryOperator<HeraldConfig> all(UnaryOperator<HeraldConfig>... changes) {
        List<UnaryOperator<HeraldConfig>> list = new ArrayList<>();
        for (UnaryOperator<HeraldConfig> change : changes) {
            list.add(change);
        }
        return all(list);
    }

    private static UnaryOperator<HeraldConfig> net(UnaryOperator<Altered<NetConfig>> change) {
        return config -> config.with(change.apply(Altered.from(config.net())).record());
    }

    private static UnaryOperator<HeraldConfig> http(UnaryOperator<Altered<HttpConfig>> change) {
        return config -> config.with(change.apply(Altered.from(config.http())).record());
    }

    private static UnaryOperator<HeraldConfig> stream(UnaryOperator<Altered<StreamConfig>> change) {
        return config -> config.with(change.apply(Altered.from(config.stream())).record());
    }

    private static UnaryOperator<HeraldConfig> log(UnaryOperator<Altered<LogConfig>> change) {
        return config -> config.with(change.apply(Altered.from(config.log())).record());
    }
}
