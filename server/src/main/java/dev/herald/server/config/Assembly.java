package dev.herald.server.config;

import dev.herald.auth.AuthConfig;
import dev.herald.auth.DatabaseConfig;
import dev.herald.auth.HmacSecret;
import dev.herald.auth.PublicKeyConfig;
import dev.herald.auth.SingleDevice;
import dev.herald.auth.TokenConfig;
import dev.herald.server.DrainConfig;
import dev.herald.server.HeraldConfig;
import dev.herald.server.http.CookieSecurity;
import dev.herald.server.http.HttpConfig;
import dev.herald.server.log.LogConfig;
import dev.herald.server.net.NetConfig;
import dev.herald.server.stream.StreamConfig;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts each value in its place of the components' records. Immutable. */
final class Assembly {
    private final Values values;
    private final List<PublicKeyConfig> publicKeys;
    private final DataPlace data;

    /** Of values that have no fault, and the public keys that they name. */
    Assembly(Values values, List<PublicKeyConfig> publicKeys) {
        this.values = values;
        this.publicKeys = publicKeys;
        this.data = DataPlace.of(values);
    }

    Configuration configuration(MissingSecret missingSecret) {
        HeraldConfig herald =
                new HeraldConfig(net(), http(), stream(), drain(), log(), auth(missingSecret), database());
        return new Configuration(
                herald,
                data.directory(),
                secretOrigin(),
                values.one(ConfigKeys.LOGGING_LEVEL),
                values.one(ConfigKeys.LOGGING_FORMAT));
    }

    private Configuration.SecretOrigin secretOrigin() {
        return values.optional(ConfigKeys.TOKEN_SECRET).isPresent()
                ? Configuration.SecretOrigin.CONFIGURED
                : Configuration.SecretOrigin.DATA_FOLDER;
    }

    private NetConfig net() {
        return new NetConfig(
                values.one(ConfigKeys.HOST),
                values.one(ConfigKeys.PORT),
                values.one(ConfigKeys.TRANSPORT),
                values.one(ConfigKeys.CONNECTIONS_MAX),
                values.one(ConfigKeys.REQUEST_TIMEOUT),
                values.one(ConfigKeys.KEEP_ALIVE_TIMEOUT),
                values.one(ConfigKeys.SEND_BUFFER),
                values.one(ConfigKeys.USER_TIMEOUT),
                values.one(ConfigKeys.EVENT_LOOPS));
    }

    private HttpConfig http() {
        return new HttpConfig(
                values.one(ConfigKeys.BODY_MAX),
                values.one(ConfigKeys.EVENT_MAX),
                values.list(ConfigKeys.CORS_ORIGINS),
                values.one(ConfigKeys.COOKIE_SECURE) ? CookieSecurity.SECURE : CookieSecurity.PLAIN,
                values.list(ConfigKeys.TRUSTED_PROXIES));
    }

    private StreamConfig stream() {
        return new StreamConfig(
                values.one(ConfigKeys.HEARTBEAT),
                values.one(ConfigKeys.PER_USER_MAX),
                values.one(ConfigKeys.ON_LIMIT),
                values.one(ConfigKeys.STREAMS_MAX),
                values.one(ConfigKeys.TOPICS_MAX),
                values.one(ConfigKeys.WRITE_BUFFER),
                values.one(ConfigKeys.BEHIND_MAX),
                values.one(ConfigKeys.REPLAYS_MAX),
                values.one(ConfigKeys.OPENS_PER_MINUTE),
                values.one(ConfigKeys.LIFETIME_MAX));
    }

    private DrainConfig drain() {
        return new DrainConfig(values.one(ConfigKeys.DRAIN_NOTICE), values.one(ConfigKeys.DRAIN_SPREAD));
    }

    private LogConfig log() {
        return new LogConfig(
                values.one(ConfigKeys.LOG_KIND),
                values.one(ConfigKeys.LOG_RETENTION),
                values.one(ConfigKeys.LOG_EVENTS_PER_TOPIC_MAX),
                values.one(ConfigKeys.LOG_BYTES_PER_TOPIC_MAX),
                values.one(ConfigKeys.LOG_EVENTS_MAX),
                values.one(ConfigKeys.LOG_BYTES_MAX),
                values.one(ConfigKeys.LOG_QUEUE_MAX),
                values.one(ConfigKeys.IDEMPOTENCY_WINDOW),
                values.one(ConfigKeys.IDEMPOTENCY_KEYS_MAX));
    }

    private AuthConfig auth(MissingSecret missingSecret) {
        List<HmacSecret> secrets = new ArrayList<>();
        Optional<String> set = values.optional(ConfigKeys.TOKEN_SECRET);
        secrets.add(set.isPresent() ? HmacSecret.ofText(set.get()) : secretFromFile(missingSecret));
        values.list(ConfigKeys.PREVIOUS_TOKEN_SECRETS).forEach(secret -> secrets.add(HmacSecret.ofText(secret)));
        return new AuthConfig(
                new TokenConfig(secrets, publicKeys, values.one(ConfigKeys.TOKEN_TTL)),
                values.one(ConfigKeys.SESSION_TTL),
                values.one(ConfigKeys.SINGLE_DEVICE) ? SingleDevice.ON : SingleDevice.OFF,
                values.one(ConfigKeys.LOGIN_TRIES),
                values.one(ConfigKeys.LOGIN_WINDOW));
    }

    private HmacSecret secretFromFile(MissingSecret missingSecret) {
        TokenSecretFile file = new TokenSecretFile(data.directory());
        try {
            Optional<String> secret = switch (missingSecret) {
                case GENERATE -> Optional.of(file.readOrCreate());
                case REFUSE -> file.read();
            };
            return HmacSecret.ofText(secret.orElseThrow(() ->
                    new ConfigException(List.of("no token secret: neither is auth.token-secret set nor is there a file "
                            + file.path() + "; run this where the server runs, or give its --data or --config"))));
        } catch (UncheckedIOException e) {
            throw new ConfigException(List.of("the token secret in " + file.path() + " cannot be read or made: "
                    + e.getCause() + "; set server.data-dir to a folder that can be written, or auth.token-secret"));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(file.path() + ": " + e.getMessage()));
        }
    }

    private DatabaseConfig database() {
        return new DatabaseConfig(
                data.databaseUrl(),
                values.optional(ConfigKeys.DATABASE_USER).orElse(null),
                values.optional(ConfigKeys.DATABASE_PASSWORD).orElse(null),
                values.one(ConfigKeys.DATABASE_POOL_SIZE));
    }
}
