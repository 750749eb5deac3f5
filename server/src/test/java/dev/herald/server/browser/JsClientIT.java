package dev.herald.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.program.RunningHerald;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HeraldClient in a page of another origin than the server. */
@NeedsBrowser
class JsClientIT {
    /** Far shorter than what the client is told, so that a server that is slow for a moment is not taken for dead. */
    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    @RegisterExtension
    static final Stage STAGE = Stage.with(Settings.heartbeat(HEARTBEAT));

    private Browser browser;
    private Scene scene;
    private RunningHerald herald;
    private Link link;

    @BeforeEach
    void start() throws IOException {
        browser = STAGE.browser();
        scene = STAGE.scene();
        herald = scene.herald();
        link = scene.link();
        browser.open(scene.page("/test/client.html"));
        browser.await("window.ready");
    }

    @Test
    void hasEventsByCookieAcrossOrigins() {
        scene.logInFrom(browser);
        open(Map.of());
        String id = herald.publish("order.created", "{\"total\": 7}");

        browser.await("seen.events.length === 1");
        assertThat(seen("events"))
                .isEqualTo(List.of(
                        Map.of("id", id, "event", "message", "type", "order.created", "data", Map.of("total", 7L))));
    }

    @Test
    void hasEventsByTokenInTheQuery() {
        String token = herald.logIn();
        open(Map.of("token", token));
        herald.publish("greeting", "1");

        browser.await("seen.events.length === 1");
        assertThat(link.streamRequests())
                .singleElement()
                .asString()
                .contains("token=" + token)
                .doesNotContain("Cookie: herald_session");
    }

    @Test
    void givesNamedEventsToTheirListenersOnly() {
        scene.logInFrom(browser);
        open(Map.of(), "order", "stock");
        herald.publish("a", "1", "order");
        herald.publish("b", "2");
        herald.publish("c", "3", "stock");

        browser.await("seen.events.length === 2");
        assertThat(browser.run("return seen.events.map((event) => event.event + event.type)"))
                .isEqualTo(List.of("ordera", "stockc"));
    }

    @Test
    void takesLineBreaksAsData() {
        scene.logInFrom(browser);
        open(Map.of());
        String hostile = "\"a\\nid: 9\\r\\ndata: b\\r\\revent: x\\n\\n\\u2028\\u0000 <b>\"";
        String id = herald.publish("t", hostile);
        herald.publish("last", "1");

        browser.await("seen.events.at(-1)?.type === 'last'");
        assertThat(browser.run("return [seen.events.length, seen.events[0].id, JSON.stringify(seen.events[0].data)]"))
                .isEqualTo(List.of(2L, id, browser.run("return JSON.stringify(" + hostile + ")")));
    }

    @Test
    void losesAndRepeatsNothingWhenCut() {
        scene.logInFrom(browser);
        open(Map.of());
        herald.publish("n", "0");
        browser.await("seen.events.length === 1");
        link.forget();
        for (int n = 1; n < 60; n++) {
            herald.publish("n", String.valueOf(n));
            if (n % 20 == 10) {
                link.cut();
            }
        }

        browser.await("seen.events.at(-1).data === 59 && client.state === 'open'");
        assertThat(browser.run("return seen.events.every((event, n) => event.data === n)"))
                .as("every event, once, in order: %s", seen("events"))
                .isEqualTo(true);
        assertThat(link.streamRequests())
                .as("a position causes no preflight")
                .isNotEmpty()
                .noneMatch(request -> request.startsWith("OPTIONS"))
                .allMatch(request -> request.contains("Last-Event-ID: ") || request.contains("last_event_id="));
    }

    @Test
    void ignoresAnEventThatComesTwice() {
        scene.logInFrom(browser);
        open(Map.of());
        String id = herald.publish("n", "1");
        browser.await("seen.events.length === 1");

        browser.run("""
                sources[0].dispatchEvent(new MessageEvent('message', {
                  lastEventId: args[0], data: '{"type": "n", "data": 1}'
                }))
                """, id);
        herald.publish("n", "2");

        browser.await("seen.events.at(-1)?.data === 2");
        assertThat(browser.run("return seen.events.length")).isEqualTo(2L);
    }

    @Test
    void comesBackWhenTheServerDoes() {
        scene.logInFrom(browser);
        open(Map.of("backoffMillis", 50, "backoffMaxMillis", 200));
        herald.publish("n", "0");
        browser.await("seen.events.length === 1");
        link.goAway();
        browser.await("seen.states.filter((state) => state === 'waiting').length >= 3");
        herald.publish("n", "1");
        link.comeBack();

        browser.await("seen.events.length === 2 && client.state === 'open'");
        assertThat(seen("refusals")).as("a dead network is no refusal").isEqualTo(List.of());
    }

    @Test
    void leavesAStreamThatHasDiedSilently() {
        scene.logInFrom(browser);
        open(Map.of("heartbeatSeconds", 1, "backoffMillis", 50));
        herald.publish("n", "0");
        browser.await("seen.events.length === 1");
        link.forget();
        link.freeze();
        herald.publish("n", "1");

        browser.await("seen.events.length === 2");
        assertThat(link.streamRequests()).isNotEmpty().allMatch(request -> request.contains("last_event_id="));
    }

    @Test
    void heartbeatsKeepAQuietStream() {
        scene.logInFrom(browser);
        open(Map.of("heartbeatSeconds", 2));
        // As many as it takes until the watchdog would have barked, at two and a half of the client's heartbeats.
        browser.run("""
                await new Promise((resolve) => {
                  let beats = 0;
                  sources[0].addEventListener('heartbeat', () => { if (++beats === 27) resolve(); });
                })
                """);

        assertThat(browser.run("return [sources.length, client.lastEventId !== '']"))
                .isEqualTo(List.of(1L, true));
    }

    @Test
    void endsForGoodOnSecondLogin() {
        scene.logInFrom(browser);
        open(Map.of());
        herald.logIn();

        browser.await("seen.logouts.length === 1");
        assertThat(browser.run("return nothingLeft()")).isEqualTo(true);
        assertThat(seen("logouts"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .isNotEmpty();
        assertThat(link.streamRequests()).as("no way back was tried").hasSize(1);
    }

    @Test
    void endsForGoodWhenSupersededWhileAway() {
        scene.logInFrom(browser);
        open(Map.of("backoffMillis", 50, "backoffMaxMillis", 200));
        herald.publish("n", "0");
        browser.await("seen.events.length === 1");
        link.goAway();
        herald.logIn();
        link.forget();
        link.comeBack();

        browser.await("seen.refusals.length === 1");
        assertThat(seen("refusals")).isEqualTo(List.of(Map.of("status", 401L, "error", "Session superseded")));
        assertThat(browser.run("return nothingLeft()")).isEqualTo(true);
        assertThat(link.streamRequests()).as("one try, one question why").hasSize(2);
    }

    @Test
    void endsWithoutSession() {
        browser.run("makeClient({ url: args[0] }).open()", streamUrl());

        browser.await("seen.refusals.length === 1");
        assertThat(seen("refusals")).isEqualTo(List.of(Map.of("status", 401L, "error", "Authentication required")));
        assertThat(browser.run("return nothingLeft()")).isEqualTo(true);
    }

    @Test
    void asksForANewTokenWhenTheOldIsRefused() {
        String token = herald.logIn();
        browser.run("""
                const tokens = ['stale'];
                makeClient({ url: args[0], token: async () => tokens.shift() ?? args[1], backoffMillis: 50 }).open();
                """, streamUrl(), token);

        browser.await("client.state === 'open'");
        herald.publish("n", "1");
        browser.await("seen.events.length === 1");
        assertThat(seen("refusals")).isEqualTo(List.of());
    }

    @Test
    void endsWhenThereIsNoTokenAnyMore() {
        browser.run("makeClient({ url: args[0], token: () => null }).open()", streamUrl());

        browser.await("seen.refusals.length === 1");
        assertThat(browser.run("return nothingLeft()")).isEqualTo(true);
        assertThat(link.streamRequests()).isEmpty();
    }

    @Test
    void saysWhenHistoryDoesNotReachBack() {
        scene.logInFrom(browser);
        open(Map.of("lastEventId", "no-such-position"));

        browser.await("seen.resets.length === 1");
        assertThat(seen("resets")).isEqualTo(List.of("unknown_position"));
        herald.publish("n", "1");
        browser.await("seen.events.length === 1");
    }

    @Test
    void resumesOnTheNextVisit() {
        scene.logInFrom(browser);
        open(Map.of());
        herald.publish("n", "0");
        browser.await("seen.events.length === 1");
        String id = (String) browser.run("client.close(); return client.lastEventId");
        herald.publish("n", "1");
        herald.publish("n", "2");
        browser.run("seen.events.length = 0");
        open(Map.of("lastEventId", id));

        browser.await("seen.events.length === 2");
        assertThat(browser.run("return seen.events.map((event) => event.data)")).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void closingLeavesNothingInAnyState() {
        scene.logInFrom(browser);
        open(Map.of("backoffMillis", 60_000));
        assertThat(browser.run("client.close(); return nothingLeft()"))
                .as("open")
                .isEqualTo(true);
        assertThat(browser.run("client.open(); client.close(); return nothingLeft()"))
                .as("connecting")
                .isEqualTo(true);

        link.goAway();
        browser.run("client.open()");
        browser.await("client.state === 'waiting'");
        assertThat(browser.run("client.close(); return nothingLeft()"))
                .as("waiting")
                .isEqualTo(true);
        link.comeBack();
        browser.run("client.open()");
        browser.await("client.state === 'open'");
    }

    @Test
    void aListenerThatFailsDoesNotStopTheStream() {
        scene.logInFrom(browser);
        open(Map.of());
        browser.run("""
                window.errors = [];
                window.addEventListener('error', (event) => errors.push(event.message));
                client.on('message', () => { throw new Error('mine'); });
                client.on('message', (event) => { window.after = event.data; });
                """);
        herald.publish("n", "1");

        browser.await("window.after === 1");
        assertThat(browser.run("return errors.length"))
                .as("reported to the page")
                .isEqualTo(1L);
    }

    private String streamUrl() {
        return scene.streamUrl();
    }

    private void open(Map<String, Object> options, String... names) {
        browser.run(
                "makeClient({ url: args[0], ...args[1] }, args[2].length ? args[2] : undefined).open()",
                streamUrl(),
                options,
                List.of(names));
        browser.await("client.state === 'open'");
    }

    private Object seen(String what) {
        return browser.run("return seen[args[0]]", what);
    }
}
