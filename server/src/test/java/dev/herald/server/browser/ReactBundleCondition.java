package dev.herald.server.browser;

import dev.herald.server.program.MissingPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides on {@link NeedsReactBundle}: an old bundle would test what is no longer there. Immutable. */
final class ReactBundleCondition implements ExecutionCondition {
    private static final Path BUNDLE = StaticSite.EXAMPLES.resolve("react/dist/main.js");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!Files.exists(BUNDLE)) {
            return MissingPart.leaveOut(
                    "the React example is not built: (cd examples/react && npm ci && npm run build)");
        }
        if (modified(BUNDLE).compareTo(newestSource()) < 0) {
            return MissingPart.leaveOut(
                    "the React example has changed since it was built: (cd examples/react && npm run build)");
        }
        return ConditionEvaluationResult.enabled("the bundle is up to date");
    }

    private static FileTime newestSource() {
        try (Stream<Path> js = Files.list(StaticSite.EXAMPLES.resolve("js"));
                Stream<Path> react = Files.list(StaticSite.EXAMPLES.resolve("react/src"))) {
            return Stream.concat(js, react)
                    .map(ReactBundleCondition::modified)
                    .max(FileTime::compareTo)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
