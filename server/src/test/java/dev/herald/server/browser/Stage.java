package dev.herald.server.browser;

import dev.herald.server.HeraldConfig;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One browser for a test class, since its start takes seconds, and a scene for each test, after which the browser forgets
 * it. Confined to the test's thread.
 */
final class Stage implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private final List<UnaryOperator<HeraldConfig>> changes;
    private @Nullable Browser browser;
    private @Nullable Scene scene;

    private Stage(List<UnaryOperator<HeraldConfig>> changes) {
        this.changes = changes;
    }

    static Stage ofDefaults() {
        return new Stage(List.of());
    }

    /** With servers of the defaults but for this change. */
    static Stage with(UnaryOperator<HeraldConfig> change) {
        return new Stage(List.of(change));
    }

    Browser browser() {
        return set(browser);
    }

    Scene scene() {
        return set(scene);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        browser = Browser.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        scene = Scene.start(changes);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try {
            browser().forget();
        } finally {
            if (scene != null) {
                scene.close();
            }
            scene = null;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (browser != null) {
            browser.close();
        }
    }

    private static <T> T set(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("before its test");
        }
        return part;
    }
}
