package dev.herald.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Event;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and both framings of them. */
class FrameTest {
    @Test
    void isOneEventInOneChunk() {
        Frame frame = frame("{\"type\":\"T\"}");
        String event = "id: 17.11\nevent: message\ndata: {\"type\":\"T\"}\n\n";
        assertThat(text(frame.bytes(Framing.CHUNKED)))
                .isEqualTo(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
        assertThat(text(frame.bytes(Framing.UNTIL_CLOSE))).isEqualTo(event);
        frame.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 255, 256, 4_095, 4_096, 70_000})
    void chunksOfAnySizeSaySo(int size) {
        String content = "x".repeat(size);
        ByteBuf chunk = Frame.chunkOf(content.getBytes(StandardCharsets.US_ASCII));
        assertThat(chunk.isDirect()).isTrue();
        assertThat(text(Framing.CHUNKED.view(chunk))).isEqualTo(Integer.toHexString(size) + "\r\n" + content + "\r\n");
        assertThat(text(Framing.UNTIL_CLOSE.view(chunk))).isEqualTo(content);
        chunk.release();
    }

    @Test
    void eachViewHasItsOwnReferenceAndIndexes() {
        Frame frame = frame("1");
        ByteBuf one = frame.bytes(Framing.CHUNKED);
        ByteBuf two = frame.bytes(Framing.CHUNKED);
        ByteBuf plain = frame.bytes(Framing.UNTIL_CLOSE);
        frame.release();
        one.skipBytes(one.readableBytes());
        one.release();
        assertThat(text(two)).startsWith("22\r\nid: ").endsWith("data: 1\n\n\r\n");
        assertThat(text(plain)).startsWith("id: ").endsWith("data: 1\n\n");
    }

    private static Frame frame(String data) {
        return new Frame(new Event(new Position(7, 1), "message", data), List.of(Topic.BROADCAST), 0);
    }

    private static String text(ByteBuf bytes) {
        try {
            return bytes.toString(StandardCharsets.UTF_8);
        } finally {
            bytes.release();
        }
    }
}
