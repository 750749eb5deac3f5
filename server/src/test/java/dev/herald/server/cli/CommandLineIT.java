package dev.herald.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands as processes, as a person uses them. */
@Timeout(300)
class CommandLineIT {
    private static final String EMAIL = "user@example.com";
    private static final String PASSWORD = "password123\n";

    @TempDir
    Path folder;

    @Test
    void showsTheMainJobInThreeTerminals() {
        try (CliProcess demo = demo()) {
            String url = url(demo);
            try (CliProcess watch = CliProcess.start(folder, PASSWORD, "watch", "--url", url, "--email", EMAIL)) {
                watch.awaitErr(line -> line.contains("connected to"));
                String id = CliProcess.run(
                                folder,
                                "",
                                "publish",
                                "--url",
                                url,
                                "--user",
                                EMAIL,
                                "--type",
                                "t",
                                "--data",
                                "{\"text\":\"hello\"}")
                        .line();
                assertThat(watch.awaitOut(line -> true)).endsWith("  " + id + "  message  t  {\"text\":\"hello\"}");

                watch.terminate();
                List<String> missed = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    missed.add(publish(url, "--user", "demo", "--data", "" + i));
                }
                try (CliProcess again = CliProcess.start(
                        folder,
                        token(EMAIL) + "\nsecond line",
                        "watch",
                        "--url",
                        url,
                        "--token",
                        "-",
                        "--last-event-id",
                        id,
                        "--json")) {
                    for (int i = 0; i < 3; i++) {
                        assertThat(again.awaitOut(line -> true))
                                .contains(
                                        "\"id\":\"" + missed.get(i) + "\"",
                                        "\"data\":{\"type\":\"t\",\"data\":" + i + "}");
                    }
                    publish(url, "--broadcast", "--data", "{}");
                    assertThat(again.awaitOut(line -> true)).contains("\"data\":{}");
                }
            }
            assertThat(demo.terminate().awaitEnd().err()).isEmpty();
        }
    }

    @Test
    void tellsTheFirstDeviceThatASecondHasLoggedIn() throws IOException {
        try (CliProcess demo = demo()) {
            String url = url(demo);
            CliProcess first = CliProcess.start(folder, PASSWORD, "watch", "--url", url, "--email", EMAIL);
            first.awaitErr(line -> line.contains("connected to"));
            String token = token(EMAIL);
            CliProcess second = CliProcess.start(folder, PASSWORD, "watch", "--url", url, "--email", EMAIL);
            second.awaitErr(line -> line.contains("connected to"));

            CliProcess.Ended ended = first.awaitEnd();
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.out()).singleElement().asString().contains("FORCE_LOGOUT");
            assertThat(ended.err()).last().asString().contains("logged out by the server");
            Path file = Files.writeString(folder.resolve("token"), token + "\n");
            CliProcess.Ended refused = CliProcess.run(folder, "", "watch", "--url", url, "--token", "@" + file);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).singleElement().asString().contains("401", "Session superseded");
            second.close();
        }
    }

    @Test
    void keepsAccountsAndSecretOverARestart() {
        String id;
        try (CliProcess demo = demo()) {
            String url = url(demo);
            id = CliProcess.run(folder, "correct horse battery\n", "user", "add", "second@example.com")
                    .line();
            assertThat(CliProcess.run(folder, PASSWORD, "user", "add", "SECOND@example.com")
                            .err())
                    .containsExactly(
                            "herald: there is an account for \"SECOND@example.com\" already; nothing was changed");
            publish(url, "--user", "second@example.com", "--data", "1");
            assertThat(demo.terminate().awaitEnd().exitCode()).isEqualTo(143);
        }
        try (CliProcess demo = demo();
                CliProcess watch = CliProcess.start(
                        folder,
                        "correct horse battery\r\nsecond line",
                        "watch",
                        "--url",
                        url(demo),
                        "--email",
                        "second@example.com")) {
            watch.awaitErr(line -> line.contains("connected to"));
            assertThat(id).hasSize(32);
        }
    }

    @Test
    void saysInOneLineWhatKeepsAServerFromStarting() throws Exception {
        try (CliProcess demo = demo()) {
            String port = url(demo).replaceFirst(".*:", "");
            CliProcess.Ended taken = CliProcess.run(folder, "", "demo", "--port", port);
            assertThat(taken.exitCode()).isEqualTo(1);
            assertThat(taken.out()).isEmpty();
            assertThat(taken.err())
                    .singleElement()
                    .asString()
                    .startsWith("herald: the server cannot start")
                    .contains(port);
        }
        Path file = Files.createFile(folder.resolve("a-file"));
        CliProcess.Ended unwritable = CliProcess.run(folder, "", "serve", "--port", "0", "--data-dir", file.toString());
        assertThat(unwritable.exitCode()).isEqualTo(1);
        assertThat(unwritable.err()).singleElement().asString().contains(file.toString());
        CliProcess.Ended nobody = CliProcess.run(
                folder, "", "serve", "--port", "0", "--set", "database.url=jdbc:postgresql://127.0.0.1:1/none");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).allMatch(line -> line.startsWith("herald: "));
        assertThat(nobody.err()).anyMatch(line -> line.contains("auth.token-secret is not set"));
        assertThat(nobody.err()).last().asString().contains("cannot connect to jdbc:postgresql://127.0.0.1:1/none");
    }

    @Test
    void serveTellsWhereItListensAndLogsLines() {
        try (CliProcess serve = CliProcess.start(
                folder, "", "serve", "--host", "127.0.0.1", "--port", "0", "--set", "logging.format=json")) {
            assertThat(serve.awaitOut(line -> true)).matches("Herald .* listens at http://127.0.0.1:[0-9]+");
            assertThat(serve.awaitErr(line -> line.contains("listening")))
                    .startsWith("{")
                    .endsWith("}");
            assertThat(serve.terminate().awaitEnd().exitCode()).isEqualTo(143);
        }
    }

    private CliProcess demo() {
        return CliProcess.start(folder, "", "demo", "--port", "0");
    }

    private static String url(CliProcess demo) {
        return demo.awaitOut(line -> line.contains(" runs at ")).replaceFirst(".* runs at (\\S+) .*", "$1");
    }

    /** In this process, which is much quicker to start. */
    private String token(String user) {
        return run("token", "--data-dir", data(), "--user", user);
    }

    private String publish(String url, String... options) {
        List<String> arguments = new ArrayList<>(List.of("publish", "--url", url, "--type", "t", "--data-dir", data()));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private String data() {
        return folder.resolve("herald-data").toString();
    }

    private static String run(String... arguments) {
        CliRun run = CliRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().strip();
    }
}
