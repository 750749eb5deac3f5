package dev.herald.loadtest.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.http.action.sse.SseInboundMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final String EVENT = "{\"event\":\"message\",\"id\":\"a.1\",\"data\":{\"type\":\"T\",\"data\":1}}";
    private static final String HEARTBEAT = "{\"event\":\"heartbeat\",\"id\":\"a.2\",\"data\":{}}";
    private static final String RESET =
            "{\"event\":\"reset\",\"id\":\"a.3\",\"data\":{\"reason\":\"history_expired\"}}";

    @Test
    void isExactlyTheMessageThatCame() {
        Inbox inbox = inbox(EVENT);
        assertThat(inbox.isExactly(EVENT)).isTrue();
        assertThat(inbox.isExactly(RESET)).isFalse();
    }

    @Test
    void isNothingWhenNothingCame() {
        assertThat(Inbox.EMPTY.isExactly(EVENT)).isFalse();
        assertThat(Inbox.EMPTY.with(List.of()).isEmpty()).isTrue();
    }

    @Test
    void noticesWhatCameTwiceOrBesides() {
        assertThat(inbox(EVENT, EVENT).isExactly(EVENT)).isFalse();
        assertThat(inbox(RESET, EVENT).isExactly(EVENT)).isFalse();
        assertThat(inbox(EVENT).with(List.of(new SseInboundMessage(9, EVENT))).isExactly(EVENT))
                .isFalse();
    }

    @Test
    void passesOverHeartbeats() {
        assertThat(inbox(HEARTBEAT).isEmpty()).isTrue();
        assertThat(inbox(HEARTBEAT, EVENT, HEARTBEAT)).isEqualTo(new Inbox(List.of(EVENT), 1));
    }

    private static Inbox inbox(String... messages) {
        Inbox inbox = Inbox.EMPTY;
        for (int millis = 0; millis < messages.length; millis++) {
            inbox = inbox.with(List.of(new SseInboundMessage(millis, messages[millis])));
        }
        return inbox;
    }
}
