package dev.herald.server.config;

import static dev.herald.server.config.Key.list;
import static dev.herald.server.config.Key.one;
import static dev.herald.server.config.Key.optional;
import static dev.herald.server.config.ValueType.address;
import static dev.herald.server.config.ValueType.bool;
import static dev.herald.server.config.ValueType.databaseUrl;
import static dev.herald.server.config.ValueType.duration;
import static dev.herald.server.config.ValueType.durationOrOff;
import static dev.herald.server.config.ValueType.integer;
import static dev.herald.server.config.ValueType.oneOf;
import static dev.herald.server.config.ValueType.origin;
import static dev.herald.server.config.ValueType.password;
import static dev.herald.server.config.ValueType.publicKey;
import static dev.herald.server.config.ValueType.secret;
import static dev.herald.server.config.ValueType.size;
import static dev.herald.server.config.ValueType.smallSize;
import static dev.herald.server.config.ValueType.text;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.herald.auth.AuthConfig;
import dev.herald.auth.DatabaseConfig;
import dev.herald.auth.HmacSecret;
import dev.herald.auth.TokenConfig;
import dev.herald.server.DrainConfig;
import dev.herald.server.http.CookieSecurity;
import dev.herald.server.http.HttpConfig;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.LogKind;
import dev.herald.server.net.NetConfig;
import dev.herald.server.net.Transport;
import dev.herald.server.stream.OnLimit;
import dev.herald.server.stream.StreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every key there is. The loader, the command line's help and docs/CONFIGURATION.md are made from this list, and the
 * defaults are those of each component's own record. Immutable.
 */
final class ConfigKeys {
    private static final NetConfig NET = NetConfig.defaults();
    private static final HttpConfig HTTP = HttpConfig.defaults();
    private static final StreamConfig STREAMS = StreamConfig.defaults();
    private static final DrainConfig DRAIN = DrainConfig.defaults();
    private static final LogConfig LOG = LogConfig.defaults();

    private static final int KB = 1024;
    private static final int MB = 1024 * KB;
    private static final long TB = 1024L * 1024 * MB;

    static final Key<String> HOST = one(
            "server.host",
            text(),
            NET.host(),
            "The address to listen on. `herald demo` listens on 127.0.0.1 unless told otherwise.");
    static final Key<Integer> PORT =
            one("server.port", integer(0, 65_535), NET.port(), "The port to listen on; 0 takes a free one.");
    static final Key<String> DATA_DIR = optional(
            "server.data-dir",
            text(),
            "The folder for what the server writes itself: the SQLite database and the generated token secret. When"
                    + " unset: the folder of the SQLite file that `database.url` names, else `herald-data`.");
    static final Key<Transport> TRANSPORT = one(
            "server.transport",
            oneOf(Transport.class),
            NET.transport(),
            "The system interface that sockets are driven by; auto is epoll where it loads, else nio.");
    static final Key<Integer> CONNECTIONS_MAX = one(
            "server.max-connections",
            integer(1, 10_000_000),
            NET.connectionsMax(),
            "Most open sockets; one more is closed as soon as it is accepted.");
    static final Key<Duration> REQUEST_TIMEOUT = one(
            "server.request-timeout",
            duration(ofMillis(100), ofMinutes(10)),
            NET.requestTimeout(),
            "How long a request may take to arrive whole.");
    static final Key<Duration> KEEP_ALIVE_TIMEOUT = one(
            "server.keep-alive-timeout",
            duration(ofMillis(100), ofHours(1)),
            NET.keepAliveTimeout(),
            "How long a connection may rest between two requests.");
    static final Key<Integer> SEND_BUFFER = one(
            "server.send-buffer",
            smallSize(4 * KB, 64 * MB),
            NET.sendBufferBytes(),
            "SO_SNDBUF: what the kernel may hold for a client that does not read.");
    static final Key<Duration> USER_TIMEOUT = one(
            "server.user-timeout",
            duration(ofSeconds(1), ofHours(1)),
            NET.userTimeout(),
            "TCP_USER_TIMEOUT: bytes unacknowledged for this long mean that the client is gone (epoll and io_uring).");
    static final Key<Integer> EVENT_LOOPS = one(
            "server.event-loops",
            integer(0, 1_024),
            NET.eventLoops(),
            "Threads that drive sockets; 0 means one for each core but one, which all else that the server does needs.");
    static final Key<Integer> BODY_MAX = one(
            "server.max-body",
            smallSize(KB, 1024 * MB),
            HTTP.bodyBytesMax(),
            "Longest request body; more is answered 413.");
    static final Key<String> TRUSTED_PROXIES = list(
            "server.trusted-proxies",
            address(),
            "Proxies whose `X-Forwarded-For` is believed when a client's address counts, as for failed logins.");

    static final Key<Integer> EVENT_MAX = one(
            "event.max-bytes",
            smallSize(64, 16 * MB),
            HTTP.eventBytesMax(),
            "Longest JSON of one event as clients receive it; more is answered 413.");

    static final Key<String> CORS_ORIGINS = list(
            "cors.origins",
            origin(),
            "Origins whose pages may call from a browser, cookies included; none means no other origin may.");

    static final Key<String> DATABASE_URL = optional(
            "database.url",
            databaseUrl(),
            "Where accounts and sessions are. When unset: `jdbc:sqlite:` and `herald.db` in the data folder, thus"
                    + " `jdbc:sqlite:herald-data/herald.db`.");
    static final Key<String> DATABASE_USER =
            optional("database.user", text(), "The user to connect as, for PostgreSQL.");
    static final Key<String> DATABASE_PASSWORD =
            optional("database.password", password(), "That user's password.").asSecret();
    static final Key<Integer> DATABASE_POOL_SIZE = one(
            "database.pool-size",
            integer(3, 100),
            DatabaseConfig.POOL_SIZE_DEFAULT,
            "Most connections to the database.");

    static final Key<LogKind> LOG_KIND = one(
            "log.kind",
            oneOf(LogKind.class),
            LOG.kind(),
            "Where the event log lives: in the database, durable and shared by several nodes; or in memory, gone when"
                    + " the server stops.");
    static final Key<Duration> LOG_RETENTION = one(
            "log.retention",
            duration(ofSeconds(1), ofDays(3_650)),
            LOG.retention(),
            "The age at which an event is forgotten, and can no longer be resumed from.");
    static final Key<Integer> LOG_EVENTS_PER_TOPIC_MAX = one(
            "log.max-events-per-topic",
            integer(1, 10_000_000),
            LOG.eventsPerTopicMax(),
            "Events kept for one topic; the oldest go first.");
    static final Key<Integer> LOG_BYTES_PER_TOPIC_MAX = one(
            "log.max-bytes-per-topic",
            smallSize(KB, 1024 * MB),
            LOG.bytesPerTopicMax(),
            "Bytes of JSON kept for one topic (memory).");
    static final Key<Integer> LOG_EVENTS_MAX =
            one("log.max-events", integer(1, 1_000_000_000), LOG.eventsMax(), "Events kept in all (memory).");
    static final Key<Long> LOG_BYTES_MAX =
            one("log.max-bytes", size(KB, TB), LOG.bytesMax(), "Bytes of JSON kept in all (memory).");
    static final Key<Integer> LOG_QUEUE_MAX = one(
            "log.max-queue",
            integer(1, 1_000_000),
            LOG.queueMax(),
            "Publishes that may wait for the log; one more is answered 503.");

    static final Key<Duration> IDEMPOTENCY_WINDOW = one(
            "log.idempotency-window",
            duration(ofSeconds(1), ofHours(24)),
            LOG.idempotencyWindow(),
            "How long an Idempotency-Key is remembered, and a repeated publish given the first answer.");
    static final Key<Integer> IDEMPOTENCY_KEYS_MAX = one(
            "log.max-idempotency-keys",
            integer(1, 10_000_000),
            LOG.idempotencyKeysMax(),
            "Idempotency-Keys remembered at most; beyond it the oldest are forgotten early (memory).");

    static final Key<String> TOKEN_SECRET = optional(
                    "auth.token-secret",
                    secret(HmacSecret.BYTES_MIN),
                    "The secret that access tokens are signed with (HS256), the same on every node. When unset, one is"
                            + " generated into `token-secret` in the data folder, readable by its owner only.")
            .asSecret();
    static final Key<String> PREVIOUS_TOKEN_SECRETS = list(
                    "auth.previous-token-secrets",
                    secret(HmacSecret.BYTES_MIN),
                    "Secrets that are still accepted but no longer signed with, while a rotation is under way.")
            .asSecret();
    static final Key<PublicKeyFile> PUBLIC_KEYS = list(
            "auth.public-keys",
            publicKey(),
            "Public keys of others who issue access tokens for this server, each bound to its one algorithm.");
    static final Key<Duration> TOKEN_TTL = one(
            "auth.token-ttl",
            duration(ofSeconds(1), ofHours(24)),
            TokenConfig.TTL_DEFAULT,
            "How long an access token is valid; a stream is closed when its token expires.");
    static final Key<Duration> SESSION_TTL = one(
            "auth.session-ttl",
            duration(ofSeconds(1), ofDays(3_650)),
            AuthConfig.SESSION_TTL_DEFAULT,
            "How long a login lasts, however often its token is refreshed; not below `auth.token-ttl`.");
    static final Key<Boolean> SINGLE_DEVICE = one(
            "auth.single-device", bool(), true, "Whether a login ends the account's session before it, on every node.");
    static final Key<Integer> LOGIN_TRIES = one(
            "auth.login-tries",
            integer(1, 1_000),
            AuthConfig.LOGIN_TRIES_DEFAULT,
            "Failed logins in a row that an address may make for an account; one more is answered 429.");
    static final Key<Duration> LOGIN_WINDOW = one(
            "auth.login-window",
            duration(ofSeconds(1), ofHours(24)),
            AuthConfig.LOGIN_WINDOW_DEFAULT,
            "The time in which that many tries become free again.");
    static final Key<Boolean> COOKIE_SECURE = one(
            "auth.cookie-secure",
            bool(),
            HTTP.cookieSecurity() == CookieSecurity.SECURE,
            "Whether the session cookie carries `Secure`; set it wherever browsers come by HTTPS.");

    static final Key<Duration> HEARTBEAT = one(
            "stream.heartbeat",
            duration(ofMillis(100), ofHours(1)),
            STREAMS.heartbeat(),
            "Silence after which a stream carries a heartbeat; keep it below every proxy's idle limit.");
    static final Key<Integer> PER_USER_MAX =
            one("stream.max-per-user", integer(1, 1_000_000), STREAMS.perUserMax(), "Open streams of one user.");
    static final Key<OnLimit> ON_LIMIT = one(
            "stream.on-limit",
            oneOf(OnLimit.class),
            STREAMS.onLimit(),
            "What one stream more than that meets: a refusal (429), or the place of the oldest.");
    static final Key<Integer> STREAMS_MAX =
            one("stream.max", integer(1, 10_000_000), STREAMS.max(), "Open streams in all.");
    static final Key<Integer> TOPICS_MAX = one(
            "stream.max-topics",
            integer(0, 1_000),
            STREAMS.topicsMax(),
            "Topics that one stream may ask for besides its user's own.");
    static final Key<Integer> WRITE_BUFFER = one(
            "stream.write-buffer",
            smallSize(KB, 16 * MB),
            STREAMS.writeBufferBytes(),
            "Unsent bytes at which a stream is handed no more events and reads the log at its own pace instead.");
    static final Key<Duration> BEHIND_MAX = one(
            "stream.max-behind",
            duration(ofMillis(100), ofHours(24)),
            STREAMS.behindMax(),
            "How long a stream may lag behind before it is closed.");
    static final Key<Integer> REPLAYS_MAX = one(
            "stream.max-replays",
            integer(1, 1_024),
            STREAMS.replaysMax(),
            "Pages of the log that are read for streams at the same time.");
    static final Key<Integer> OPENS_PER_MINUTE = one(
            "stream.opens-per-minute",
            integer(1, 1_000_000_000),
            STREAMS.opensPerMinute(),
            "Streams that one user may open in a minute; one more is answered 429.");

    static final Key<Duration> LIFETIME_MAX = one(
            "stream.lifetime-max",
            durationOrOff(ofMinutes(1), ofDays(365)),
            STREAMS.lifetimeMax(),
            "How long a stream may stay open; its client then comes back with its last id, to another node perhaps. Each"
                    + " ends in the last tenth of it, at random.");

    static final Key<Duration> DRAIN_NOTICE = one(
            "drain.notice",
            duration(Duration.ZERO, ofMinutes(10)),
            DRAIN.notice(),
            "When the server is told to stop: how long it still accepts connections while it answers that it is not"
                    + " ready, so that load balancers see it.");
    static final Key<Duration> DRAIN_SPREAD = one(
            "drain.spread",
            duration(Duration.ZERO, ofMinutes(10)),
            DRAIN.spread(),
            "The time after that over which open streams are closed, evenly, and which requests under way may take.");

    static final Key<LogLevel> LOGGING_LEVEL = one(
            "logging.level",
            oneOf(LogLevel.class),
            LogLevel.INFO,
            "How much the server says of itself; debug is a line for each connection, trace for each event.");
    static final Key<LogFormat> LOGGING_FORMAT =
            one("logging.format", oneOf(LogFormat.class), LogFormat.TEXT, "Whether a line is key=value text or JSON.");

    /** In the order of the reference. */
    static final List<Key<?>> ALL = List.of(
            HOST,
            PORT,
            DATA_DIR,
            TRANSPORT,
            CONNECTIONS_MAX,
            REQUEST_TIMEOUT,
            KEEP_ALIVE_TIMEOUT,
            SEND_BUFFER,
            USER_TIMEOUT,
            EVENT_LOOPS,
            BODY_MAX,
            TRUSTED_PROXIES,
            EVENT_MAX,
            CORS_ORIGINS,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            DATABASE_POOL_SIZE,
            LOG_KIND,
            LOG_RETENTION,
            LOG_EVENTS_PER_TOPIC_MAX,
            LOG_BYTES_PER_TOPIC_MAX,
            LOG_EVENTS_MAX,
            LOG_BYTES_MAX,
            LOG_QUEUE_MAX,
            IDEMPOTENCY_WINDOW,
            IDEMPOTENCY_KEYS_MAX,
            TOKEN_SECRET,
            PREVIOUS_TOKEN_SECRETS,
            PUBLIC_KEYS,
            TOKEN_TTL,
            SESSION_TTL,
            SINGLE_DEVICE,
            LOGIN_TRIES,
            LOGIN_WINDOW,
            COOKIE_SECURE,
            HEARTBEAT,
            PER_USER_MAX,
            ON_LIMIT,
            STREAMS_MAX,
            TOPICS_MAX,
            WRITE_BUFFER,
            BEHIND_MAX,
            REPLAYS_MAX,
            OPENS_PER_MINUTE,
            LIFETIME_MAX,
            DRAIN_NOTICE,
            DRAIN_SPREAD,
            LOGGING_LEVEL,
            LOGGING_FORMAT);

    private ConfigKeys() {}

    static Optional<Key<?>> find(String name) {
        return ALL.stream().filter(key -> key.name().equals(name)).findFirst();
    }
}
