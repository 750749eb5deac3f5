package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.SseEvent;
import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coming back with a Last-Event-ID: everything after it once and in order, or the plain news that it is not so. */
class ResumeIT {
    private static final String STREAM = "/api/v1/auth/sse/notifications/";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Settings.log(10, 10_000));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theHeaderWinsOverTheParameter() {
        List<String> ids = publish("header", 4);
        try (SseClient byHeader = resume("header", "?last_event_id=" + ids.get(0), "Last-Event-ID: " + ids.get(2));
                SseClient byParameter = resume("header", "?last_event_id=" + ids.get(1));
                SseClient emptyHeader = resume("header", "?last_event_id=" + ids.get(1), "Last-Event-ID: ")) {
            assertThat(byHeader.next().lastEventId()).isEqualTo(ids.get(3));
            assertThat(byParameter.next(2)).extracting(SseEvent::lastEventId).isEqualTo(ids.subList(2, 4));
            assertThat(emptyHeader.next(2)).extracting(SseEvent::lastEventId).isEqualTo(ids.subList(2, 4));
        }
    }

    @Test
    void whatIsGoneIsSaidAndWhatIsLeftFollows() {
        List<String> ids = publish("gone", 15); // of which the log keeps ten
        try (SseClient stream = resume("gone", "", "Last-Event-ID: " + ids.get(0))) {
            SseEvent reset = stream.next();
            assertThat(reset).isEqualTo(new SseEvent(ids.get(4), "reset", "{\"reason\":\"history_expired\"}"));
            assertThat(stream.next(10)).extracting(SseEvent::lastEventId).isEqualTo(ids.subList(5, 15));
        }
        try (SseClient atTheEdge = resume("gone", "", "Last-Event-ID: " + ids.get(4))) {
            assertThat(atTheEdge.next(10)).extracting(SseEvent::lastEventId).isEqualTo(ids.subList(5, 15));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"garbage", "%00", "1", "8zzzzzzzz.11", "%0D%0Aid:%201", "%F0%9F%92%A9", "-1.-1", "null", "0.0"})
    void anUnknownPositionIsSaidAndTheStreamGoesOnLive(String id) {
        try (SseClient stream = resume("lost", "?last_event_id=" + id)) {
            SseEvent reset = stream.next();
            assertThat(reset.name()).isEqualTo("reset");
            assertThat(reset.data()).isEqualTo("{\"reason\":\"unknown_position\"}");
            assertThat(reset.lastEventId()).matches("[A-Za-z0-9._~-]{1,40}");
            String next = server.publish("lost", "T", "1");
            assertThat(stream.next().lastEventId()).isEqualTo(next);
        }
    }

    @Test
    void theIdOfAResetIsOneToResumeFrom() {
        String goOn;
        try (SseClient stream = resume("again", "?last_event_id=garbage")) {
            goOn = stream.next().lastEventId();
        }
        List<String> ids = publish("again", 2);
        try (SseClient stream = resume("again", "", "Last-Event-ID: " + goOn)) {
            assertThat(stream.next(2)).extracting(SseEvent::lastEventId).isEqualTo(ids);
        }
    }

    @Test
    void aQuietClientReturnsCheaplyWithTheIdItWasGivenAtTheStart() {
        String begun;
        try (RawClient stream = RawClient.to(server)) {
            stream.send(RawClient.request("GET", STREAM + "?token=" + server.token("quiet"), ""));
            stream.readUntil("id: ");
            begun = stream.readUntil("\n").trim();
        }
        publish("busy", 50);
        List<String> ids = publish("quiet", 1);
        try (SseClient stream = resume("quiet", "", "Last-Event-ID: " + begun)) {
            assertThat(stream.next().lastEventId()).isEqualTo(ids.get(0)); // and no reset before it
        }
    }

    private static SseClient resume(String user, String query, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Authorization: Bearer " + server.token(user));
        return SseClient.open(server.port(), STREAM + query, all.toArray(String[]::new));
    }

    private static List<String> publish(String user, int events) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            ids.add(server.publish(user, "T", String.valueOf(i)));
        }
        return ids;
    }
}
