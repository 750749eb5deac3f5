package dev.herald.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.herald.auth.AuthConfig;
import dev.herald.auth.PublicKeyAlgorithm;
import dev.herald.auth.PublicKeyConfig;
import dev.herald.auth.SingleDevice;
import dev.herald.server.DrainConfig;
import dev.herald.server.HeraldConfig;
import dev.herald.server.http.CookieSecurity;
import dev.herald.server.http.HttpConfig;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.LogKind;
import dev.herald.server.net.NetConfig;
import dev.herald.server.net.Transport;
import dev.herald.server.stream.OnLimit;
import dev.herald.server.stream.StreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final String SECRET = "a secret of at least thirty-two bytes";

    @TempDir
    Path folder;

    @Test
    void hasTheDefaultsOfEveryComponent() {
        HeraldConfig config =
                load(Source.single("auth.token-secret", SECRET, "test")).herald();
        HeraldConfig defaults = HeraldConfig.defaults(SECRET);
        assertThat(config.net()).isEqualTo(defaults.net());
        assertThat(config.http()).isEqualTo(defaults.http());
        assertThat(config.stream()).isEqualTo(defaults.stream());
        assertThat(config.log()).isEqualTo(defaults.log());
        assertThat(config.database()).isEqualTo(defaults.database());
        assertThat(config.auth()).usingRecursiveComparison().isEqualTo(defaults.auth());
    }

    @Test
    void takesEveryKey() throws Exception {
        Path pem = writePublicKey("issuer.pem");
        Path file = yaml("""
                server:
                  host: 127.0.0.1
                  port: 8001
                  data-dir: elsewhere
                  transport: nio
                  max-connections: 1001
                  request-timeout: 11s
                  keep-alive-timeout: 61s
                  send-buffer: 96KB
                  user-timeout: 31s
                  event-loops: 3
                  max-body: 2MB
                  trusted-proxies: [10.0.0.1, "::1"]
                event.max-bytes: 32KB
                cors:
                  origins:
                    - https://app.example.com
                    - http://localhost:3000
                database:
                  url: jdbc:postgresql://db/herald
                  user: herald
                  password: hush
                  pool-size: 7
                log:
                  kind: database
                  retention: 2h
                  max-events-per-topic: 11
                  max-bytes-per-topic: 128KB
                  max-events: 12
                  max-bytes: 5GB
                  max-queue: 13
                  idempotency-window: 3m
                  max-idempotency-keys: 17
                auth:
                  token-secret: %s
                  previous-token-secrets: ["the one before, which was long enough too"]
                  public-keys:
                    - issuer:EdDSA:%s
                  token-ttl: 10m
                  session-ttl: 7d
                  single-device: false
                  login-tries: 9
                  login-window: 2m
                  cookie-secure: true
                stream:
                  heartbeat: 15s
                  max-per-user: 6
                  on-limit: close-oldest
                  max: 1002
                  max-topics: 51
                  write-buffer: 65KB
                  max-behind: 62s
                  max-replays: 14
                  opens-per-minute: 121
                  lifetime-max: 6h
                drain:
                  notice: 3s
                  spread: 0s
                logging:
                  level: debug
                  format: json
                """.formatted(SECRET, pem));

        Configuration configuration = load(Source.yaml(file));

        HeraldConfig config = configuration.herald();
        assertThat(config.net())
                .isEqualTo(new NetConfig(
                        "127.0.0.1",
                        8001,
                        Transport.NIO,
                        1001,
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(61),
                        96 * 1024,
                        Duration.ofSeconds(31),
                        3));
        assertThat(config.http())
                .isEqualTo(new HttpConfig(
                        2 * 1024 * 1024,
                        32 * 1024,
                        List.of("https://app.example.com", "http://localhost:3000"),
                        CookieSecurity.SECURE,
                        List.of("10.0.0.1", "0:0:0:0:0:0:0:1")));
        assertThat(config.log())
                .isEqualTo(new LogConfig(
                        LogKind.DATABASE,
                        Duration.ofHours(2),
                        11,
                        128 * 1024,
                        12,
                        5L * 1024 * 1024 * 1024,
                        13,
                        Duration.ofMinutes(3),
                        17));
        assertThat(config.stream())
                .isEqualTo(new StreamConfig(
                        Duration.ofSeconds(15),
                        6,
                        OnLimit.CLOSE_OLDEST,
                        1002,
                        51,
                        65 * 1024,
                        Duration.ofSeconds(62),
                        14,
                        121,
                        Duration.ofHours(6)));
        assertThat(config.drain()).isEqualTo(new DrainConfig(Duration.ofSeconds(3), Duration.ZERO));
        assertThat(config.database().url()).isEqualTo("jdbc:postgresql://db/herald");
        assertThat(config.database().user()).isEqualTo("herald");
        assertThat(config.database().password()).isEqualTo("hush");
        assertThat(config.database().poolSize()).isEqualTo(7);
        AuthConfig auth = config.auth();
        assertThat(auth.tokens().hmacSecrets()).hasSize(2);
        assertThat(auth.tokens().publicKeys()).extracting(PublicKeyConfig::kid).containsExactly("issuer");
        assertThat(auth.tokens().publicKeys().get(0).algorithm()).isEqualTo(PublicKeyAlgorithm.EDDSA);
        assertThat(auth.tokens().ttl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(auth.sessionTtl()).isEqualTo(Duration.ofDays(7));
        assertThat(auth.singleDevice()).isEqualTo(SingleDevice.OFF);
        assertThat(auth.loginTries()).isEqualTo(9);
        assertThat(auth.loginWindow()).isEqualTo(Duration.ofMinutes(2));
        assertThat(configuration.dataDirectory()).isEqualTo(Path.of("elsewhere"));
        assertThat(configuration.tokenSecret()).isEqualTo(Configuration.SecretOrigin.CONFIGURED);
        assertThat(configuration.logLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(configuration.logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(Source.yaml(file).read().settings())
                .extracting(Setting::name)
                .as("the keys that this test sets")
                .containsExactlyInAnyOrderElementsOf(
                        ConfigKeys.ALL.stream().map(Key::name).toList());
    }

    @Test
    void takesEveryKeyFromTheEnvironment() {
        Map<String, String> variables = new HashMap<>();
        for (Key<?> key : ConfigKeys.ALL) {
            variables.put(key.variable(), key.defaultText());
        }
        variables.put("HERALD_AUTH_TOKEN_SECRET", SECRET);
        variables.put("HERALD_STREAM_HEARTBEAT", "7s");
        variables.put("HERALD_CORS_ORIGINS", "https://a.example.com, https://b.example.com");
        variables.put("PATH", "/bin");

        HeraldConfig config = load(Source.environment(variables)).herald();

        assertThat(config.stream().heartbeat()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.http().corsOrigins()).containsExactly("https://a.example.com", "https://b.example.com");
        assertThat(config.database()).isEqualTo(HeraldConfig.defaults(SECRET).database());
    }

    @Test
    void letsTheStrongerSourceWinKeyByKey() throws IOException {
        Path file = yaml("server: {port: 1001, host: file}\nstream.heartbeat: 1s\nauth.token-secret: " + SECRET);
        HeraldConfig config = load(
                        Source.single("server.host", "preset", "demo"),
                        Source.yaml(file),
                        Source.environment(Map.of("HERALD_SERVER_PORT", "1002", "HERALD_STREAM_HEARTBEAT", "2s")),
                        Source.flags(List.of("server.port=1003", "server.port=1004")))
                .herald();
        assertThat(config.net().host()).isEqualTo("file");
        assertThat(config.net().port()).isEqualTo(1004);
        assertThat(config.stream().heartbeat()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void reportsEverythingAtOnceWithItsPlace() throws IOException {
        Path file = yaml("""
                server:
                  prot: 8000
                stream:
                  heartbeat: soon
                cors.origins: ["*"]
                database: {pool-size: [4, 5]}
                """);
        assertFaults(
                        Source.yaml(file),
                        Source.environment(Map.of("HERALD_STREAM_HARTBEAT", "1s", "HERALD_SERVER_PORT", "http")),
                        Source.flags(List.of("stream.max=0", "nonsense")))
                .containsExactly(
                        file + ":2: there is no key \"server.prot\"; did you mean server.port?",
                        file + ":4: stream.heartbeat is \"soon\"; allowed: duration, 100ms to 1h",
                        file
                                + ":5: cors.origins is \"*\"; allowed: list of: exact origin as browsers send it:"
                                + " scheme://host[:port], lower case, no path, no *, no default port",
                        file + ":6: database.pool-size takes one value, not a list; allowed: integer, 3 to 100",
                        "environment: no key has the variable \"HERALD_STREAM_HARTBEAT\";"
                                + " did you mean HERALD_STREAM_HEARTBEAT?",
                        "HERALD_SERVER_PORT: server.port is \"http\"; allowed: integer, 0 to 65535",
                        "--set: expected KEY=VALUE, such as --set server.port=8080",
                        "--set stream.max: stream.max is \"0\"; allowed: integer, 1 to 10000000");
    }

    @Test
    void refusesTimesSoShortThatStreamsWouldOnlyComeAndGo() {
        assertFaults(Source.flags(List.of("stream.lifetime-max=1ms", "stream.heartbeat=10ms")))
                .containsExactly(
                        "--set stream.lifetime-max: stream.lifetime-max is \"1ms\";"
                                + " allowed: duration, 1m to 365d, or 0s for none",
                        "--set stream.heartbeat: stream.heartbeat is \"10ms\"; allowed: duration, 100ms to 1h");
        HeraldConfig unlimited = load(Source.flags(List.of("stream.lifetime-max=0s", "auth.token-secret=" + SECRET)))
                .herald();
        assertThat(unlimited.stream().lifetimeMax()).isZero();
    }

    @Test
    void neverShowsASecret() {
        assertFaults(
                        Source.environment(Map.of("HERALD_AUTH_TOKEN_SECRET", "hush-hush")),
                        Source.flags(List.of(
                                "auth.previous-token-secrets=hush-hush",
                                "hush-hush",
                                "database.url=postgres://me:hush-hush@db/herald?password=hush-hush",
                                "database.url=postgres://me:a/hush?hush@db/herald",
                                "database.url=postgres://me:a@hush@db/herald?user=me@tenant",
                                "database.url=postgres://db/herald?password=hush-hush")))
                .hasSize(7)
                .noneMatch(fault -> fault.contains("hush"));
    }

    @Test
    void refusesAKeyThatAFileSetsTwice() throws IOException {
        Path file = yaml("server:\n  port: 1\nserver.port: 2\n");
        assertFaults(Source.yaml(file)).containsExactly(file + ":3: \"server.port\" is also at " + file + ":2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: [1",
                "just text",
                "- a\n- b",
                "&a server: {port: *a}",
                "server: &s {x: *s}",
                "? [a]\n: b",
                "cors.origins: [{a: b}]",
                "server.port:",
                "--- {}\n--- {}"
            })
    void refusesWhatIsNoMapOfKeys(String text) throws IOException {
        Path file = yaml(text);
        assertFaults(Source.yaml(file)).isNotEmpty().allMatch(fault -> fault.startsWith(file.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# all defaults\n", "server:\n  # port: 1\nstream:\n", "{}"})
    void takesAFileThatSaysNothing(String text) throws IOException {
        HeraldConfig config = load(Source.yaml(yaml(text)), Source.flags(List.of("auth.token-secret=" + SECRET)))
                .herald();
        assertThat(config.net()).isEqualTo(NetConfig.defaults());
    }

    @Test
    void namesAFileThatIsMissingTooLongOrNotUtf8() throws IOException {
        Path missing = folder.resolve("none.yaml");
        assertFaults(Source.yaml(missing)).containsExactly(missing + ": no such file");
        Path longFile = yaml("#".repeat(1024 * 1024 + 1));
        assertFaults(Source.yaml(longFile)).containsExactly(longFile + ": longer than 1MB");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff});
        assertFaults(Source.yaml(binary)).containsExactly(binary + ": not valid UTF-8");
    }

    @Test
    void findsWhatOnlySeveralKeysTogetherGetWrong() throws IOException {
        Path notAKey = Files.writeString(folder.resolve("x.pem"), "nothing");
        assertFaults(Source.flags(List.of(
                        "event.max-bytes=64KB",
                        "log.max-bytes-per-topic=32KB",
                        "auth.token-ttl=2h",
                        "auth.session-ttl=1h",
                        "auth.token-secret=" + SECRET,
                        "auth.previous-token-secrets=" + SECRET,
                        "auth.public-keys=k:RS256:" + notAKey + ",k:RS256:" + folder.resolve("none.pem"))))
                .satisfiesExactly(
                        fault -> assertThat(fault).contains("event.max-bytes (64KB) is above log.max-bytes-per-topic"),
                        fault -> assertThat(fault).contains("auth.session-ttl (1h) is below auth.token-ttl (2h)"),
                        fault -> assertThat(fault).contains("repeats a secret").doesNotContain(SECRET),
                        fault -> assertThat(fault).contains("x.pem: a public key begins with"),
                        fault -> assertThat(fault).contains("the key id is used twice"),
                        fault -> assertThat(fault).contains("none.pem: the file cannot be read"));
    }

    @Test
    void boundsTheKeysThatTokensMayBeVerifiedWith() {
        String fifteen = String.join(",", secrets(15));
        String sixteen = String.join(",", secrets(16));
        assertThat(load(Source.flags(List.of("auth.token-secret=" + SECRET, "auth.previous-token-secrets=" + fifteen)))
                        .herald()
                        .auth()
                        .tokens()
                        .hmacSecrets())
                .hasSize(16);
        assertFaults(Source.flags(List.of("auth.token-secret=" + SECRET, "auth.previous-token-secrets=" + sixteen)))
                .singleElement()
                .asString()
                .contains("17 keys for tokens, at most 16 are allowed");
    }

    @Test
    void acceptsEveryComponentsBoundsWhereTheKeyAllowsThem() {
        for (String pool : List.of("3", "100")) {
            load(Source.flags(List.of("auth.token-secret=" + SECRET, "database.pool-size=" + pool)));
        }
        load(Source.flags(List.of("auth.token-secret=" + SECRET, "auth.token-ttl=1s", "auth.session-ttl=1s")));
        load(Source.flags(List.of("auth.token-secret=" + SECRET, "auth.token-ttl=24h", "auth.session-ttl=3650d")));
        load(Source.flags(List.of("auth.token-secret=" + SECRET, "auth.login-tries=1000", "auth.login-window=24h")));
        load(Source.flags(List.of("auth.token-secret=" + SECRET, "auth.login-tries=1", "auth.login-window=1s")));
    }

    @Test
    void generatesASecretOnceIntoTheDataFolder() {
        Source data = Source.single("server.data-dir", folder.resolve("data").toString(), "--data");
        assertThat(load(data).tokenSecret()).isEqualTo(Configuration.SecretOrigin.DATA_FOLDER);
        HeraldConfig first = load(data).herald();
        HeraldConfig second =
                ConfigLoader.load(List.of(data), MissingSecret.REFUSE).herald();
        assertThat(folder.resolve("data/token-secret")).isNotEmptyFile();
        assertThat(second.auth()).usingRecursiveComparison().isEqualTo(first.auth());
        assertThat(first.database().url()).isEqualTo("jdbc:sqlite:" + folder.resolve("data/herald.db"));
    }

    @Test
    void keepsTheSecretBesideTheDatabaseThatTheUrlNames() {
        Path database = folder.resolve("db/events.sqlite");
        Configuration configuration = load(Source.flags(List.of("database.url=jdbc:sqlite:" + database)));
        assertThat(configuration.dataDirectory()).isEqualTo(folder.resolve("db"));
        assertThat(folder.resolve("db/token-secret")).isNotEmptyFile();
    }

    @Test
    void makesNoSecretForACommandThatOnlySigns() {
        Source data = Source.single("server.data-dir", folder.toString(), "--data");
        assertThatThrownBy(() -> ConfigLoader.load(List.of(data), MissingSecret.REFUSE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no token secret")
                .hasMessageContaining("--data");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhatIsWrongWithTheSecretsFile() throws IOException {
        Files.writeString(folder.resolve("token-secret"), "short");
        assertFaults(Source.single("server.data-dir", folder.toString(), "--data"))
                .singleElement()
                .asString()
                .startsWith(folder.resolve("token-secret") + ": the token secret has 5 bytes");
        Path file = Files.writeString(folder.resolve("a-file"), "");
        assertFaults(Source.single("server.data-dir", file.toString(), "--data"))
                .singleElement()
                .asString()
                .contains("cannot be read or made");
    }

    private static List<String> secrets(int count) {
        return IntStream.range(0, count).mapToObj(i -> "%032d".formatted(i)).toList();
    }

    private Configuration load(Source... sources) {
        return ConfigLoader.load(List.of(sources), MissingSecret.GENERATE);
    }

    private ListAssert<String> assertFaults(Source... sources) {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> load(sources));
        assertThat(thrown).as("the loader's refusal").isNotNull();
        return assertThat(thrown.faults());
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("herald.yaml"), text);
    }

    private Path writePublicKey(String name) throws IOException, GeneralSecurityException {
        byte[] key = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PUBLIC KEY-----\n");
    }
}
