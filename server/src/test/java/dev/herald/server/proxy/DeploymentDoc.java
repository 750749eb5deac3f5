package dev.herald.server.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration that docs/DEPLOYMENT.md prints, so that the tests run what people copy. Immutable. */
final class DeploymentDoc {
    private static final Path DOC = Path.of("..", "docs", "DEPLOYMENT.md");
    private static final Pattern NGINX = Pattern.compile("## nginx\n.*?```nginx\n(.*?)```", Pattern.DOTALL);

    private DeploymentDoc() {}

    /**
     * The nginx block with the given places put in for the ones of the doc.
     *
     * @throws AssertionError if one of them is not there exactly once, so that nothing else can be replaced
     */
    static String nginx(Map<String, String> places) throws IOException {
        Matcher matcher = NGINX.matcher(Files.readString(DOC));
        if (!matcher.find()) {
            throw new AssertionError("no nginx block in " + DOC);
        }
        String block = matcher.group(1);
        for (Map.Entry<String, String> place : places.entrySet()) {
            int at = block.indexOf(place.getKey());
            if (at < 0 || block.indexOf(place.getKey(), at + 1) >= 0) {
                throw new AssertionError(place.getKey() + " is not in the block exactly once");
            }
            block = block.replace(place.getKey(), place.getValue());
        }
        return block;
    }
}
