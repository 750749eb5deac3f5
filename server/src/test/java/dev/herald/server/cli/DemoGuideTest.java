package dev.herald.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoGuideTest {
    @Test
    void leavesOutWhatTheCommandsFindByThemselves() {
        String text = new DemoGuide(URI.create("http://127.0.0.1:8000"), null, "demo").text();
        assertThat(text)
                .contains("echo password123 | ./herald watch --email user@example.com\n")
                .contains("./herald publish --user user@example.com --type greeting --data '{\"text\":\"hello\"}'\n")
                .doesNotContain("--url")
                .doesNotContain("--data-dir");
    }

    @Test
    void namesWhatIsElsewhere() {
        String text = new DemoGuide(URI.create("http://127.0.0.1:9000"), Path.of("/tmp/it's here"), "demo").text();
        assertThat(text)
                .contains("./herald watch --url http://127.0.0.1:9000 --email")
                .contains("./herald publish --url http://127.0.0.1:9000 --data-dir '/tmp/it'\\''s here' --user");
    }
}
