package dev.herald.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.program.RunningHerald;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo page as a person uses it. */
@NeedsBrowser
class DemoPageIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @RegisterExtension
    static final Stage STAGE = Stage.ofDefaults();

    private Browser browser;
    private Scene scene;

    @BeforeEach
    void start() throws IOException {
        browser = STAGE.browser();
        scene = STAGE.scene();
        browser.open(scene.page("/js/index.html?server=" + scene.link().uri()));
        browser.await("!document.getElementById('login').hidden");
        Files.createDirectories(SCREENSHOTS);
    }

    @Test
    void signsInAndShowsEventsUntilSignedInElsewhere() throws IOException {
        browser.screenshot(SCREENSHOTS.resolve("js-login.png"));
        signIn();
        scene.herald().publish("greeting", "{\"text\": \"Hello\"}");
        scene.herald().publish("order.shipped", "{\"order\": 1042, \"items\": [\"lamp\", \"chair\"]}");

        browser.await("document.querySelectorAll('#events li').length === 2");
        assertThat(browser.find("#events li .type").getText())
                .as("newest first")
                .isEqualTo("order.shipped");
        browser.screenshot(SCREENSHOTS.resolve("js-events.png"));

        scene.herald().logIn();
        browser.await("!document.getElementById('notice').hidden && !document.getElementById('login').hidden");
        browser.screenshot(SCREENSHOTS.resolve("js-logged-out.png"));
        assertThat(browser.find("#state").getText()).isEqualTo("closed");
    }

    @Test
    void keepsTheSessionWhenReloaded() {
        signIn();
        browser.reload();
        browser.await("document.getElementById('state').textContent === 'open'");
        scene.herald().publish("greeting", "1");
        browser.await("document.querySelectorAll('#events li').length === 1");
    }

    @Test
    void signsOut() {
        signIn();
        browser.find("#logout").click();
        browser.await("!document.getElementById('login').hidden");
        browser.open(scene.page("/test/client.html"));
        browser.await("window.ready");
        browser.run("makeClient({ url: args[0] }).open()", scene.streamUrl());
        browser.await("seen.refusals.length === 1");
    }

    @Test
    void saysThatThePasswordIsWrong() {
        fillIn("wrong-password");
        browser.await("!document.getElementById('notice').hidden");
        assertThat(browser.find("#login").isDisplayed()).isTrue();
    }

    @Test
    void showsHtmlAsText() {
        signIn();
        String html = "<img src=x onerror='window.hacked=1'></pre><script>window.hacked=1</script>";
        scene.herald().publish("<b>bold</b>", "\"" + html + "\"");

        browser.await("document.querySelectorAll('#events li').length === 1");
        assertThat(browser.find("#events li .type").getText()).isEqualTo("<b>bold</b>");
        assertThat(browser.find("#events li pre").getText()).isEqualTo("\"" + html + "\"");
        assertThat(browser.run("return [typeof window.hacked, document.querySelectorAll('#events img').length]"))
                .hasToString("[undefined, 0]");
    }

    private void signIn() {
        fillIn(RunningHerald.PASSWORD);
        browser.await("document.getElementById('state').textContent === 'open'");
        assertThat(browser.find("#publish").getText())
                .contains("--user " + scene.herald().userId() + " ");
    }

    private void fillIn(String password) {
        browser.type("[name=email]", RunningHerald.EMAIL);
        browser.type("[name=password]", password);
        browser.find("#login button").click();
    }
}
