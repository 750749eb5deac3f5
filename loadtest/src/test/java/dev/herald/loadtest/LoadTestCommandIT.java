package dev.herald.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.loadtest.TestSseServer.Fault;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadTestCommandIT {
    private static final String SECRET = "a secret of thirty-two bytes or so";

    /** Waited for to the end, since something never comes. */
    private static final String LOSSES_ARE_SURE = "5s";

    private final StringWriter out = new StringWriter();

    @Test
    void passesAGoodServerAndWritesItsReports(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("r.json");
        Path html = folder.resolve("r.html");
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            String pid = Long.toString(ProcessHandle.current().pid());
            assertThat(execute(
                            server,
                            "--secret",
                            SECRET,
                            "--json",
                            json.toString(),
                            "--html",
                            html.toString(),
                            "--pid",
                            pid))
                    .as(out::toString)
                    .isZero();
        }
        assertThat(out.toString())
                .contains(
                        "20 of 20 opened", "200 of 200 expected", "0 lost, 0 twice", "us of CPU a delivery", "passed");
        assertThat(Files.readString(json))
                .contains("\"passed\": true", "\"lost\": {\"value\": 0, \"unit\": \"\"}", "\"p99\"");
        assertThat(Files.readString(html))
                .contains("<svg", "Latency by percentile", "</html>")
                .doesNotContain("src=");
        assertThat(Files.readString(json) + Files.readString(html))
                .contains("--secret")
                .doesNotContain(SECRET);
    }

    @Test
    void readsTheSecretFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token-secret"), SECRET + "\n");
        Path json = folder.resolve("r.json");
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            assertThat(execute(
                            server,
                            "--secret-file",
                            file.toString(),
                            "--header",
                            "X-Token: {token}",
                            "--json",
                            json.toString()))
                    .as(out::toString)
                    .isZero();
        }
        assertThat(Files.readString(json)).contains("--secret-file").doesNotContain(SECRET);
    }

    @Test
    void failsAServerThatLoses() {
        try (TestSseServer server = new TestSseServer(Fault.LOSE)) {
            assertThat(execute(server, "--drain", LOSSES_ARE_SURE)).isEqualTo(1);
        }
        assertThat(out.toString()).contains("20 lost", "FAILED lost>0: it is 20");
    }

    @Test
    void aRuleGivenReplacesTheDefaultForItsFigure() {
        try (TestSseServer server = new TestSseServer(Fault.LOSE)) {
            assertThat(execute(server, "--drain", "1s", "--fail-if", "lost>200")) // never more than all
                    .as(out::toString)
                    .isZero();
        }
    }

    @Test
    void otherRulesKeepTheDefault() {
        try (TestSseServer server = new TestSseServer(Fault.DUPLICATE)) {
            assertThat(execute(server, "--fail-if", "p99>1000s", "--fail-if", "lost>0"))
                    .isEqualTo(1);
        }
        assertThat(out.toString()).contains("FAILED duplicates>0: it is 20");
    }

    @Test
    void failsAServerThatAnswersNoPublish() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            server.answersPerConnection = 0;
            assertThat(execute(server, "--rate", "3")).isEqualTo(1);
        }
        assertThat(out.toString()).contains("FAILED publish-unknown>0: it is 3", "FAILED delivered<1: it is 0");
    }

    @Test
    void failsAServerThatDropsItsStreams() {
        try (TestSseServer server = new TestSseServer(Fault.CLOSE)) {
            assertThat(execute(server)).isEqualTo(1);
        }
        assertThat(out.toString()).contains("FAILED disconnects>0: it is 20").doesNotContain("FAILED lost");
    }

    @Test
    void failsAServerToWhichTheHerdCannotReturn() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            server.takesFirst = 20;
            server.streamStatus = HttpResponseStatus.SERVICE_UNAVAILABLE;
            assertThat(execute(server, "--rate", "0", "--reconnect-herd", "100ms", "--drain", "100ms"))
                    .isEqualTo(1);
        }
        assertThat(out.toString()).contains("20 did not come back", "FAILED herd-missing>0: it is 20");
    }

    @Test
    void losesNothingThroughAProxyThatCutsStallsAndDelays() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            assertThat(execute(server, "--duration", "2500ms", "--through-proxy", "delay=5ms,cut=0.2,stall=0.2"))
                    .as(out::toString)
                    .isZero();
        }
        assertThat(out.toString()).doesNotContain(" 0 opened again").contains(" 0 lost, 0 twice");
    }

    @Test
    void holdsStreamsWithoutPublishing() {
        try (TestSseServer server = new TestSseServer(Fault.NONE)) {
            assertThat(execute(server, "--rate", "0", "--duration", "300ms"))
                    .as(out::toString)
                    .isZero();
        }
        assertThat(out.toString()).contains("20 of 20 opened").doesNotContain("Publishes");
    }

    private int execute(TestSseServer server, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "--url",
                server.url(),
                "--subscribe-path",
                "/{user}",
                "--publish-path",
                "/{user}",
                "--body",
                "{payload}",
                "--streams",
                "20",
                "--users",
                "10",
                "--rate",
                "100",
                "--warmup",
                "200ms",
                "--duration",
                "800ms",
                "--drain",
                "30s"));
        args.addAll(List.of(more));
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        commandLine.setOverwrittenOptionsAllowed(true);
        return commandLine.execute(args.toArray(String[]::new));
    }
}
