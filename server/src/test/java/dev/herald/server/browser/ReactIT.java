package dev.herald.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.program.RunningHerald;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The React example, as npm has built it, in a page of another origin than the server. */
@NeedsBrowser
@NeedsReactBundle
class ReactIT {
    private static final Path SCREENSHOT = Path.of("target", "screenshots", "react.png");

    @RegisterExtension
    static final Stage STAGE = Stage.with(Settings.heartbeat(Duration.ofSeconds(1)));

    private Browser browser;
    private Scene scene;

    @BeforeEach
    void start() throws IOException {
        browser = STAGE.browser();
        scene = STAGE.scene();
        browser.open(scene.page(
                "/react/index.html?heartbeat=1&server=" + scene.link().uri()));
        browser.await("document.querySelector('#login')");
    }

    @Test
    void showsEventsNewestFirstAndHtmlAsText() throws IOException {
        signIn();
        scene.herald().publish("<i>first</i>", "\"<img src=x onerror='window.hacked=1'>\"");
        scene.herald().publish("second", "{\"lines\": \"a\\n\\ndata: b\"}");

        awaitEvents(2);
        assertThat(browser.run("return [...document.querySelectorAll('.type')].map((type) => type.textContent).join()"))
                .isEqualTo("second,<i>first</i>");
        assertThat(browser.run("return [typeof window.hacked, document.querySelectorAll('img').length].join()"))
                .isEqualTo("undefined,0");
        Files.createDirectories(SCREENSHOT.getParent());
        browser.screenshot(SCREENSHOT);
    }

    @Test
    void resumesAfterACut() {
        signIn();
        scene.herald().publish("n0", "0");
        awaitEvents(1);
        scene.link().cut();
        scene.herald().publish("n1", "1");
        scene.herald().publish("n2", "2");

        awaitEvents(3);
        assertThat(browser.run("return [...document.querySelectorAll('.type')].map((type) => type.textContent).join()"))
                .isEqualTo("n2,n1,n0");
    }

    @Test
    void leavesAStreamThatHasDiedSilently() {
        signIn();
        scene.herald().publish("n0", "0");
        awaitEvents(1);
        scene.link().freeze();
        scene.herald().publish("n1", "1");

        awaitEvents(2);
    }

    @Test
    void asksToSignInAgainAfterForceLogout() {
        signIn();
        scene.link().forget();
        scene.herald().logIn();

        browser.await("document.querySelector('#login') && document.querySelector('#notice')");
        assertThat(browser.find("#notice").getText()).isNotEmpty();
        assertThat(scene.link().streamRequests()).as("no way back was tried").isEmpty();
        signIn();
        scene.herald().publish("after", "1");
        awaitEvents(1);
    }

    private void signIn() {
        browser.type("[name=email]", RunningHerald.EMAIL);
        browser.type("[name=password]", RunningHerald.PASSWORD);
        browser.find("#login button").click();
        browser.await("document.querySelector('#state')?.textContent === 'open'");
    }

    private void awaitEvents(int count) {
        browser.await("document.querySelectorAll('#events li').length === " + count);
    }
}
