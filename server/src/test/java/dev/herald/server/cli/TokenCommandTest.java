package dev.herald.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.Principal;
import dev.herald.auth.TokenCheck;
import dev.herald.auth.TokenConfig;
import dev.herald.auth.TokenVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
    private static final String SECRET = "a secret of at least thirty-two bytes";
    private static final Map<String, String> ENVIRONMENT = Map.of("HERALD_AUTH_TOKEN_SECRET", SECRET);

    @TempDir
    Path folder;

    @Test
    void signsWhatWasAskedFor() {
        CliRun run = token("--user", "42", "--scope", "publish,admin", "--topics", "news,a*", "--ttl", "90s");
        Principal principal = principal(run);
        assertThat(principal.userId()).isEqualTo("42");
        assertThat(principal.scopes()).containsExactlyInAnyOrder("publish", "admin");
        assertThat(principal.topics()).containsExactly("news", "a*");
        assertThat(Duration.between(Instant.now(), principal.expiresAt()))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void isValidForAsLongAsTheConfigurationSays() {
        Principal principal = principal(token("--user", "42", "--set", "auth.token-ttl=2h"));
        assertThat(Duration.between(Instant.now(), principal.expiresAt())).isGreaterThan(Duration.ofMinutes(110));
        assertThat(principal.scopes()).isEmpty();
    }

    @Test
    void readsNoFileForAnArgument() throws IOException {
        Path file = Files.writeString(folder.resolve("arguments"), "someone --scope admin");
        Principal principal = principal(token("--user", "@" + file));
        assertThat(principal.userId()).isEqualTo("@" + file);
        assertThat(principal.scopes()).isEmpty();
    }

    @Test
    void makesNoDatabaseWhereThereIsNone() {
        assertThat(token("--user", "someone@example.com").exitCode()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhereTheSecretIsMissed() {
        CliRun run = CliRun.of("token", "--user", "42", "--data-dir", folder.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("no token secret", folder.resolve("token-secret").toString(), "--data or --config");
    }

    @Test
    void failsWhereNobodyCanHaveTheToken() {
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                InputStream.nullInputStream(),
                new PrintWriter(new FullDisk()),
                new PrintWriter(err, true),
                ENVIRONMENT);
        assertThat(Main.run(shell, "token", "--user", "42", "--data-dir", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("standard output takes no answer");
    }

    @Test
    void refusesNamesThatNoTokenMayHave() {
        CliRun run = token("--user", "a\nb");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("has a control character").doesNotContain("\nb");
        assertThat(token("--user", "x".repeat(257)).err()).contains("at most 256");
        assertThat(token("--user", "x", "--ttl", "999ms").err()).contains("a token's ttl is at least 1s");
        assertThat(token("--user", "x", "--scope", "a b").err()).contains("a scope has no space in it");
    }

    private CliRun token(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "token";
        arguments[1] = "--data-dir";
        arguments[2] = folder.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CliRun.of(ENVIRONMENT, "", arguments);
    }

    private static Principal principal(CliRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        TokenCheck check = new TokenVerifier(TokenConfig.ofSecret(SECRET), Clock.systemUTC())
                .verify(run.out().strip());
        assertThat(check).isInstanceOf(TokenCheck.Accepted.class);
        return ((TokenCheck.Accepted) check).principal();
    }

    private static final class FullDisk extends Writer {
        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
