package dev.herald.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    private static final String BEGIN = "<!-- keys: a test keeps these tables equal to the code -->\n";
    private static final String END = "<!-- end of keys -->";

    @Test
    void isWhatTheDocumentationSays() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "CONFIGURATION.md"));
        String tables = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
        assertThat(tables)
                .as("docs/CONFIGURATION.md between its markers; replace it by:\n" + ConfigReference.markdown())
                .isEqualTo(ConfigReference.markdown());
    }

    @Test
    void fitsATerminal() {
        assertThat(ConfigReference.terminalLines()).allMatch(line -> line.length() <= 80);
        assertThat(ConfigReference.terminalLines()).contains("  server.port = 8000");
    }
}
