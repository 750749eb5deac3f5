package dev.herald.server.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.stream.CloseReason;
import dev.herald.server.stream.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents quote from the code is what the code says. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/EMBEDDING.md"})
    void showsTheServiceThatIsTested(String document) throws IOException {
        String source = Files.readString(
                Path.of("src/test/java/dev/herald/server/examples").resolve("OrderService.java"));
        String shown = source.substring(source.indexOf("final class OrderService"));
        assertThat(Files.readString(ROOT.resolve(document))).contains("```java\n" + shown + "```\n");
    }

    @Test
    void namesEveryReasonForWhichAStreamEndsOrIsRefused() throws IOException {
        String api = Files.readString(ROOT.resolve("docs/API.md"));
        Stream<String> tags = Stream.concat(
                Stream.of(CloseReason.values()).map(CloseReason::tag),
                Stream.of(Refusal.values()).map(Refusal::tag));
        assertThat(tags).allSatisfy(tag -> assertThat(api).contains("`" + tag + "`"));
    }
}
