package dev.herald.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.Position;
import dev.herald.protocol.SseEvent;
import dev.herald.protocol.SseListener;
import dev.herald.protocol.SseParser;
import dev.herald.server.SseWire;
import dev.herald.server.hub.Framing;
import dev.herald.server.log.ReadResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client makes of the bytes that are no events of the log. */
class ChunksTest {
    @Test
    void theFirstBytesBringAnIdWithoutAnEvent() {
        Position position = new Position(7, 42);
        List<String> said = new ArrayList<>();
        SseWire wire = new SseWire(new SseWire.Reader() {
            @Override
            public void event(SseEvent event) {
                said.add("event");
            }

            @Override
            public void comment(String comment) {
                said.add(": " + comment);
            }

            @Override
            public void committed(String id) {
                said.add("id " + id);
            }
        });
        wire.feed(bytes(Chunks.connected(Framing.CHUNKED, position)));
        assertThat(said).containsExactly(": connected", "id " + position);
    }

    @Test
    void resetsSayWhyAndWhereItGoesOn() {
        Position position = new Position(7, 42);
        ReadResult.Reset reset = new ReadResult.Reset(ReadResult.Reason.HISTORY_EXPIRED, position);
        assertThat(events(Chunks.reset(Framing.UNTIL_CLOSE, reset)))
                .containsExactly(new SseEvent(position.toString(), "reset", "{\"reason\":\"history_expired\"}"));
    }

    @ParameterizedTest
    @EnumSource
    void everyFarewellEndsTheBodyBetweenEvents(CloseReason reason) {
        String chunked = text(Chunks.farewell(Framing.CHUNKED, reason));
        assertThat(chunked).endsWith("0\r\n\r\n");
        String plain = text(Chunks.farewell(Framing.UNTIL_CLOSE, reason));
        assertThat(plain).doesNotContain("\r");
        if (!plain.isEmpty()) {
            assertThat(plain).endsWith("\n\n");
        }
        boolean random = reason == CloseReason.SERVER_STOPPING || reason == CloseReason.LIFETIME_OVER;
        if (!random && !plain.isEmpty()) {
            assertThat(chunked).isEqualTo(Integer.toHexString(plain.length()) + "\r\n" + plain + "\r\n0\r\n\r\n");
        }
    }

    @Test
    void forcedOutStreamsAreToldAsAnOrdinaryMessageWithoutAnId() {
        for (CloseReason reason : List.of(CloseReason.SUPERSEDED, CloseReason.REVOKED)) {
            assertThat(events(Chunks.farewell(Framing.UNTIL_CLOSE, reason)))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.name()).isEqualTo("message");
                        assertThat(event.lastEventId()).isEmpty();
                        assertThat(event.data()).contains("\"type\":\"FORCE_LOGOUT\"", "\"message\"");
                    });
        }
    }

    @Test
    void thoseWhoseTimeIsOverComeBackSoonButNotAtOnce() {
        List<Duration> retries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            retries.addAll(retries(Chunks.farewell(Framing.UNTIL_CLOSE, CloseReason.LIFETIME_OVER)));
        }
        assertThat(retries).hasSize(50).allMatch(retry -> retry.toMillis() >= 500 && retry.toMillis() < 2_000);
        assertThat(retries.stream().distinct().count()).isGreaterThan(10);
    }

    @Test
    void thoseWhoShouldComeBackLaterAreToldWhenEachForItself() {
        List<Duration> retries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            retries.addAll(retries(Chunks.farewell(Framing.UNTIL_CLOSE, CloseReason.SERVER_STOPPING)));
        }
        assertThat(retries).hasSize(50).allMatch(retry -> retry.toMillis() >= 500 && retry.toMillis() < 5_000);
        assertThat(retries.stream().distinct().count()).isGreaterThan(10);
        assertThat(retries(Chunks.farewell(Framing.UNTIL_CLOSE, CloseReason.EVICTED)))
                .containsExactly(Duration.ofMinutes(1));
    }

    private static List<SseEvent> events(ByteBuf bytes) {
        List<SseEvent> events = new ArrayList<>();
        parse(bytes, events::add);
        return events;
    }

    private static List<Duration> retries(ByteBuf bytes) {
        List<Duration> retries = new ArrayList<>();
        parse(bytes, new SseListener() {
            @Override
            public void onEvent(SseEvent event) {}

            @Override
            public void onRetry(Duration retry) {
                retries.add(retry);
            }
        });
        return retries;
    }

    private static void parse(ByteBuf bytes, SseListener listener) {
        byte[] array = bytes(bytes);
        new SseParser(listener, 10_000).feed(array, 0, array.length);
    }

    private static String text(ByteBuf bytes) {
        return new String(bytes(bytes), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuf bytes) {
        try {
            return ByteBufUtil.getBytes(bytes);
        } finally {
            bytes.release();
        }
    }
}
