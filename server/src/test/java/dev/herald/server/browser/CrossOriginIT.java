package dev.herald.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What pages of allowed and of other origins can do with nothing but the browser's own fetch and EventSource. */
@NeedsBrowser
class CrossOriginIT {
    @RegisterExtension
    static final Stage STAGE = Stage.ofDefaults();

    private Browser browser;
    private Scene scene;
    private StaticSite stranger;

    @BeforeEach
    void start() throws IOException {
        browser = STAGE.browser();
        scene = STAGE.scene();
        stranger = StaticSite.start();
        browser.open(scene.page("/test/native.html"));
    }

    @AfterEach
    void stop() throws IOException {
        stranger.close();
    }

    @Test
    void eventSourceResumesWhenTheServerEndsTheStream() throws IOException {
        try (Scene brief = Scene.start(List.of(Settings.lifetime(Duration.ofSeconds(2))))) {
            browser.open(brief.page("/test/native.html"));
            brief.logInFrom(browser);
            browser.run("listen(args[0])", brief.streamUrl());
            browser.await("source.readyState === EventSource.OPEN");
            brief.herald().publish("n", "0");
            browser.await("received.length === 1");
            brief.link().forget();
            browser.await("source.readyState === EventSource.CONNECTING");
            brief.herald().publish("n", "1");
            brief.herald().publish("n", "2");

            browser.await("received.length === 3");
            assertThat(browser.run("return received.map((event) => event.data)"))
                    .isEqualTo(List.of(0L, 1L, 2L));
            assertThat(brief.link().streamRequests())
                    .as("the browser's own resume, without a preflight")
                    .isNotEmpty()
                    .allMatch(request -> request.startsWith("GET") && request.contains("Last-Event-ID: "));
        }
    }

    @Test
    void eventSourceStopsWhenItsSessionIsSuperseded() {
        scene.logInFrom(browser);
        browser.run("listen(args[0])", scene.streamUrl());
        browser.await("source.readyState === EventSource.OPEN");
        scene.herald().logIn();

        browser.await("source.readyState === EventSource.CLOSED");
        assertThat(browser.run("return received.map((event) => event.type)")).isEqualTo(List.of("FORCE_LOGOUT"));
        assertThat(scene.link().streamRequests())
                .as("the stream, and the reconnect that is refused for good")
                .hasSize(2);
    }

    @Test
    void anotherOriginGetsNothing() {
        scene.logInFrom(browser);
        browser.open(stranger.origin() + "/test/native.html");
        browser.run("listen(args[0])", scene.streamUrl());
        scene.herald().publish("secret", "1");

        browser.await("source.readyState === EventSource.CLOSED");
        assertThat(browser.run("return received.length")).isEqualTo(0L);
        assertThat(scene.link().streamRequests())
                .as("the cookie goes along, same-site as it is: only the origin stands between")
                .anyMatch(request -> request.contains("Cookie: herald_session="));
        assertThat(browser.run("return (await fetch(args[0], { credentials: 'include' })).status", scene.streamUrl()))
                .isEqualTo("failed: TypeError: Failed to fetch");
        assertThat(browser.run("""
                        return (await fetch(args[0] + '/api/v1/auth/login/', {
                          method: 'POST', credentials: 'include', headers: { 'Content-Type': 'application/json' },
                          body: '{}',
                        })).status
                        """, scene.link().uri().toString())).isEqualTo("failed: TypeError: Failed to fetch");
    }

    @Test
    void anotherOriginCannotPublishOrLogOutWithTheCookie() {
        scene.logInFrom(browser);
        browser.run("listen(args[0])", scene.streamUrl());
        browser.await("source.readyState === EventSource.OPEN");
        browser.openInNewTab(stranger.origin() + "/test/native.html");
        // A "simple" request needs no preflight, so it is really sent, cookie and all.
        browser.run("""
                for (const path of ['/api/v1/auth/logout/', '/api/v1/events/']) {
                  await fetch(args[0] + path, {
                    method: 'POST', credentials: 'include', mode: 'no-cors',
                    body: JSON.stringify({ user: args[1], type: 'forged', data: 1 }),
                  });
                }
                """, scene.link().uri().toString(), scene.herald().userId());
        browser.closeTab();

        scene.herald().publish("real", "1");
        browser.await("received.length === 1");
        assertThat(browser.run("return received[0].type")).isEqualTo("real");
    }

    @Test
    void scriptsCannotSeeTheCookie() {
        scene.logInFrom(browser);
        assertThat(browser.run("return document.cookie")).isEqualTo("");
    }

    @Test
    void preflightAllowsTheHeadersOfAStream() {
        String token = scene.herald().logIn();
        assertThat(browser.run("""
                        const stream = await fetch(args[0], {
                          headers: { 'Authorization': 'Bearer ' + args[1], 'Last-Event-ID': '0', 'Cache-Control': 'no-cache' },
                        });
                        await stream.body.cancel();
                        return [stream.status, stream.headers.get('Content-Type').split(';')[0]];
                        """, scene.streamUrl(), token)).isEqualTo(List.of(200L, "text/event-stream"));
        assertThat(scene.link().streamRequests()).anyMatch(request -> request.startsWith("OPTIONS"));
    }
}
