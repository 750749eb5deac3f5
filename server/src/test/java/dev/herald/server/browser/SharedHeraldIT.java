package dev.herald.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several tabs on one stream. */
@NeedsBrowser
class SharedHeraldIT {
    private Scene scene;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        scene = Scene.start(List.of());
        browser = Browser.start();
        browser.open(scene.page("/test/shared.html"));
        browser.await("window.ready");
        scene.logInFrom(browser);
        listen("message");
    }

    @AfterEach
    void stop() throws IOException {
        browser.close();
        scene.close();
    }

    @Test
    void allTabsHaveTheEventsOfOneStream() {
        openTab("message", "order");
        scene.herald().publish("first", "1");
        scene.herald().publish("second", "2", "order");

        browser.await("seen.events.length === 2");
        browser.closeTab();
        browser.await("seen.events.length === 1");
        assertThat(scene.herald().addresses()).as("one stream for both").hasSize(1);
        scene.herald().publish("third", "3");
        browser.await("seen.events.length === 2");
    }

    @Test
    void theStreamClosesWithTheLastTab() {
        openTab("message");
        browser.run("client.close()");
        browser.closeTab();
        scene.herald().publish("still", "1");
        browser.await("seen.events.length === 1");
        browser.run("client.close()");

        Awaitility.await().until(() -> scene.herald().addresses().isEmpty());
        browser.run("client.open()");
        browser.await("client.state === 'open'");
    }

    @Test
    void everyTabIsToldThatTheSessionIsOver() {
        openTab("message");
        scene.herald().logIn();

        browser.await("seen.logouts.length === 1 && client.state === 'closed'");
        browser.closeTab();
        browser.await("seen.logouts.length === 1 && client.state === 'closed'");
        scene.logInFrom(browser);
        browser.run("client.open()");
        browser.await("client.state === 'open'");
    }

    private void openTab(String... names) {
        browser.openInNewTab(scene.page("/test/shared.html"));
        browser.await("window.ready");
        listen(names);
    }

    private void listen(String... names) {
        browser.run("start(args[0], args[1])", scene.streamUrl(), List.of(names));
        browser.await("client.state === 'open'");
    }
}
