package dev.herald.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void listsItsCommands() {
        CliRun help = CliRun.of("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("demo", "serve", "user", "token", "publish", "watch", "loadtest");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve", "token", "publish", "watch", "user", "user add"})
    void explainsEveryCommand(String command) {
        CliRun help = CliRun.of((command + " --help").split(" "));
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: herald " + command).doesNotContain("$$");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void listsEveryKeyInTheHelpOfServe() {
        assertThat(CliRun.of("serve", "--help").out())
                .contains("stream.heartbeat = 30s", "auth.token-secret\n", "Allowed: reject or close-oldest.");
    }

    @Test
    void tellsItsVersion() {
        assertThat(CliRun.of("--version").out()).startsWith("herald ");
        assertThat(CliRun.of("watch", "--version").out()).startsWith("herald ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    '' ~ a command is missing; see `herald --help`
                    wach ~ "wach" is no command or option here; did you mean watch
                    watch --tokn x ~ did you mean --token
                    watch ~ --email=EMAIL | --token=TOKEN
                    watch --email a@b --token x ~ mutually exclusive
                    watch --token x --url ftp://x ~ "ftp://x" is no URL of a server such as http://127.0.0.1:8000
                    watch --token x --url http://x:65536 ~ is no URL of a server
                    watch --token x --silence 3651d ~ at most 3650d
                    watch --token tök ~ this is no access token
                    publish --token tök --user x --type t --data 1 ~ this is no access token
                    publish --token - --user x --type t --data - ~ only one of --data and --token
                    watch --token x --last-event-id a/b ~ "a/b" is no event id
                    watch --token x --silence 3 ~ "3" is no duration such as 500ms, 30s, 5m or 24h
                    user ~ a command is missing: user add EMAIL
                    user add ~ Missing required parameter: 'EMAIL'
                    token ~ Missing required option: '--user=ID'
                    token --user x --ttl 0s ~ "0s" is no duration
                    publish --type t --data 1 ~ --user=ID | --topic=TOPIC | --broadcast
                    publish --user x --topic y --type t --data 1 ~ mutually exclusive
                    publish --user x --data 1 ~ Missing required option: '--type=TYPE'
                    publish --user x --type t --data { ~ --data "{" is not JSON
                    publish --user x --type t --data 1,2 ~ is not JSON
                    serve --portt 1 ~ "--portt" is no command or option here
                    """)
    void tellsWrongUsageInOneLine(String line, String message) {
        CliRun run = CliRun.of(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("herald: ").contains(message).contains("--help`");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void reportsEveryFaultOfTheConfigurationBeforeItStarts() {
        CliRun run = CliRun.of(
                Map.of("HERALD_STREAM_HARTBEAT", "1s"),
                "",
                "serve",
                "--port",
                "http",
                "--config",
                folder.resolve("none.yaml").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly(
                        "herald: the configuration has 3 faults:",
                        "  " + folder.resolve("none.yaml") + ": no such file",
                        "  environment: no key has the variable \"HERALD_STREAM_HARTBEAT\";"
                                + " did you mean HERALD_STREAM_HEARTBEAT?",
                        "  --port: server.port is \"http\"; allowed: integer, 0 to 65535");
    }

    @Test
    void tellsASingleFaultInOneLine() {
        CliRun run = CliRun.of("serve", "--set", "server.prot=1");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "herald: --set \"server.prot\": there is no key \"server.prot\"; did you mean server.port?");
    }

    @Test
    void startsNothingWithoutItsDatabase() {
        CliRun run = CliRun.of("serve", "--port", "0", "--data-dir", "/dev/null/x");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("herald: ").contains("/dev/null/x");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void repeatsNoTokenThatItRefuses() {
        CliRun run = CliRun.of("publish", "--token", "sec\nret", "--user", "x", "--type", "t", "--data", "1");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'--token'").doesNotContain("sec", "ret\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "tök\n", "sec ret\n"})
    void repeatsNoTokenOfStandardInput(String input) {
        CliRun run = CliRun.of(Map.of(), input, "watch", "--token", "-");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("herald: \"standard input\": this is no access token")
                .doesNotContain("tök", "ret");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void boundsTheTokenThatItReads() {
        CliRun run = CliRun.of(Map.of(), "x".repeat(8_193), "watch", "--token", "-");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("the first line of standard input is too long")
                .doesNotContain("xx");
    }

    @Test
    void namesTheFileThatHasNoToken() throws IOException {
        Path file = folder.resolve("a token");
        CliRun missing = CliRun.of("publish", "--token", "@" + file, "--user", "x", "--type", "t", "--data", "1");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains(file + "\": there is no such file");
        Files.writeString(file, "se cret");
        CliRun wrong = CliRun.of("publish", "--token", "@" + file, "--user", "x", "--type", "t", "--data", "1");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains(file + "\": this is no access token").doesNotContain("cret");
    }

    @Test
    void publishesNothingThatIsNotUtf8() {
        byte[] latin1 = "\"é\"".getBytes(StandardCharsets.ISO_8859_1);
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                new ByteArrayInputStream(latin1),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(err, true),
                Map.of());
        assertThat(Main.run(shell, "publish", "--token", "x", "--user", "x", "--type", "t", "--data", "-"))
                .isEqualTo(1);
        assertThat(err).hasToString("herald: standard input is not UTF-8" + System.lineSeparator());
    }

    @Test
    void leavesTheLoadTestToTheScript() {
        CliRun run = CliRun.of("loadtest", "streams");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("./herald loadtest streams");
    }
}
