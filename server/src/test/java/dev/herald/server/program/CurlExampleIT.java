package dev.herald.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** examples/curl/herald.sh, run as it is. */
@NeedsProgram(value = "bash", debianPackage = "bash")
@NeedsProgram(value = "curl", debianPackage = "curl")
class CurlExampleIT {
    private static final Path SCRIPT =
            Path.of("..", "examples", "curl", "herald.sh").toAbsolutePath();

    @Test
    void runsToItsEnd() throws IOException, InterruptedException {
        try (RunningHerald herald = RunningHerald.start(List.of())) {
            ProcessBuilder builder =
                    new ProcessBuilder(Programs.path("bash").toString(), SCRIPT.toString()).redirectErrorStream(true);
            builder.environment().put("SERVER", "http://localhost:" + herald.port());
            builder.environment().put("ACCOUNT_EMAIL", RunningHerald.EMAIL);
            builder.environment().put("ACCOUNT_PASSWORD", RunningHerald.PASSWORD);
            builder.environment().put("PUBLISH_TOKEN", herald.server().scoped("publish"));
            Process script = builder.start();
            String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(script.exitValue()).as(output).isZero();
            assertThat(output)
                    .containsSubsequence(
                            "--- header",
                            "greeting",
                            "--- query",
                            "greeting",
                            "--- cookie",
                            "greeting",
                            "missed",
                            "FORCE_LOGOUT",
                            "status 401",
                            "Session superseded",
                            "== Done");
        }
    }
}
